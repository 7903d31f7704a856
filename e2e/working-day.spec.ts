import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { handOf } from "./hand.ts";
import { openFinder } from "./open-finder.ts";
import { signIn } from "./sign-in.ts";
import { startStack } from "./stack.ts";

// The jobs of an admin's day. Each takes at most three clicks from the Overview. A search that is typed counts as one, and so
// does a choice in a list; typing into a form counts as none, nor does what an act asks to be confirmed. This week's sales for
// payroll are in understanding.spec.ts, set-up, long lists, the phone and paper in working-day-pages.spec.ts, and the words in
// test/words.test.ts.

const post = (page: Page, kind: string, data: object | string) =>
  page.request.post(`/api/webhooks/${kind}`, { data, headers: { "Content-Type": "application/json" } });

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });
    const mark = javaScriptEnabled ? "Day" : "Plain";
    const phone = javaScriptEnabled ? "2395550181" : "2395550182";
    const link = (page: Page, name: string | RegExp) => page.getByRole("link", { name }).first();

    test("a lead's story is told, and a call is found by a part of its phone", async ({ page, stack }) => {
      const lead = { lead_id: `W-${mark}`, first_name: mark, last_name: "Worker", phone_number: phone };
      await post(page, "convoso-leads", lead);
      const call = { lead_id: lead.lead_id, phone_number: phone, duration: 60, agent_name: "Jane Day" };
      await post(page, "convoso", { ...call, call_id: `W-${mark}-1`, status: "NI" });
      await post(page, "convoso", { ...call, call_id: `W-${mark}-2`, status: "SALE" });
      await signIn(page, stack);
      await page.goto("/admin/super");
      const hand = handOf(page);
      await hand.search(`${mark} Worker`);
      await hand.click(link(page, `${mark} Worker`));
      const journey = page.getByRole("region", { name: "Journey" });
      await expect(journey).toContainText("Jane Day");
      await expect(journey).toContainText("SALE");
      hand.expectFew();

      await page.goto("/admin/super");
      const other = handOf(page);
      await other.search(phone.slice(-7));
      await other.click(link(page, `Call W-${mark}-1`));
      await expect(page.getByRole("heading", { level: 1 })).toContainText(`W-${mark}-1`);
      other.expectFew();
    });

    test("why calls are missing is said where an admin looks first, with the deliveries", async ({ page, stack }) => {
      await post(page, "convoso", "{");
      await signIn(page, stack);
      await page.goto("/admin/super");
      const hand = handOf(page);
      await hand.click(link(page, /could not be read$/));
      await hand.click(page.locator("tbody tr").first().getByRole("link").first());
      await expect(page.getByText("invalid").first()).toBeVisible();
      await expect(page.locator("main")).toContainText(/JSON/);
      hand.expectFew();
    });

    test("a supervisor is invited who may listen to a campaign but delete nothing", async ({ page, stack }) => {
      const campaign = `Supervised ${mark}`;
      await post(page, "convoso", { call_id: `supervised-${mark}`, campaign, status: "NI" });
      await signIn(page, stack);
      await page.goto("/admin/super");
      const hand = handOf(page);
      await hand.click(page.getByText("More", { exact: true }));
      await hand.click(link(page, "People"));
      await page.getByLabel("E-mail address").fill(`supervisor-${mark.toLowerCase()}@example.com`);
      await page.getByLabel("Role").selectOption("listener");
      await page.getByRole("checkbox", { name: campaign }).check();
      await hand.click(page.getByRole("button", { name: "Create invitation link" }));
      await expect(page.getByText(/\/invitation\?token=/)).toBeVisible();
      hand.expectFew();
    });

    test("a person is found, and what would be erased is shown, before anything is confirmed", async ({
      page,
      stack,
    }) => {
      await post(page, "convoso-leads", {
        lead_id: `X-${mark}`,
        first_name: mark,
        last_name: "Leaves",
        phone_number: phone,
      });
      await signIn(page, stack);
      await page.goto("/admin/super");
      const hand = handOf(page);
      await hand.search(`${mark} Leaves`);
      await hand.click(link(page, `${mark} Leaves`));
      await hand.click(page.getByRole("button", { name: "Erase this person…" }));
      await expect(page.getByRole("checkbox", { name: `${mark} Leaves` })).toBeVisible({ timeout: 20_000 });
      await expect(page.getByRole("button", { name: "Erase permanently" })).toBeVisible();
      hand.expectFew();
    });

    test("the missing recordings of a campaign are fetched", async ({ page, stack }) => {
      const campaign = `Missing ${mark}`;
      await post(page, "convoso", { call_id: `M-${mark}`, campaign, status: "NI", duration: 60 });
      await signIn(page, stack);
      await page.goto("/admin/super");
      const hand = handOf(page);
      await hand.click(page.getByRole("tab", { name: "Calls" }));
      await expect(page.getByRole("heading", { level: 1, name: "Calls" })).toBeVisible();
      await hand.click(page.getByRole("searchbox", { name: "Search", exact: true }));
      await page.keyboard.type(`campaign:"${campaign}"`);
      await page.keyboard.press("Enter");
      await expect(page.locator("tbody tr")).toHaveCount(1);
      await hand.click(page.getByRole("button", { name: "Fetch again… all that match" }));
      await expect(page.getByRole("heading", { name: "One call" })).toBeVisible();
      await expect(page.getByRole("button", { name: "Fetch 1 recording" })).toBeVisible();
      hand.expectFew();
    });
  });
}

test("the page shows who sold most this week, and whether that can be chance", async ({ page, stack }) => {
  const agents = { "Top Seller": [36, 30], "Busy Caller": [40, 2] } as const;
  for (const [agent_name, [calls, sales]] of Object.entries(agents)) {
    for (let nth = 0; nth < calls; nth++) {
      const status = nth < sales ? "SALE" : "NI";
      await post(page, "convoso", { call_id: `${agent_name} ${nth}`, agent_name, status, duration: 60 });
    }
  }
  await signIn(page, stack);
  await page.goto("/admin/super");
  const hand = handOf(page);
  await hand.click(page.getByRole("link", { name: "This week", exact: true }));
  await hand.click(page.getByRole("link", { name: /^(All|and \d+ more) agents$/ }));
  await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();
  const row = page.getByRole("row").nth(1); // below the headings
  await expect(row).toContainText("Top Seller");
  await expect(row).toContainText("83.3%");
  await expect(row).toContainText("Above the team");
  hand.expectFew();
});

test("a call is found by a part of its phone and heard, by keyboard alone", async ({ page, stack }) => {
  const lead = stack.simulator.addLead();
  const call = stack.simulator.placeCall({ lead, disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
  await stack.simulator.deliver(call, { withRecording: true });
  await signIn(page, stack);
  await page.goto("/admin/super");
  const dialog = await openFinder(page);
  await page.keyboard.type(call.id);
  await expect(dialog.getByRole("link", { name: `Call ${call.id}` })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("link").first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(call.id);
  const player = page.getByLabel(`Recording of call ${call.id}`, { exact: true });
  await expect(async () => {
    await page.keyboard.press("Tab");
    await expect(player).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.press("Space");
  await expect(async () =>
    expect(await player.evaluate((audio: HTMLAudioElement) => audio.paused)).toBe(false),
  ).toPass();
});

test("since when dispositions are missing and which key vanished is said, and they are repaired", async ({ page }) => {
  test.setTimeout(180_000);
  const stack = await startStack(94); // most of its latest calls are to lack one
  try {
    const send = (data: object) => page.request.post(`${stack.portalUrl}/api/webhooks/convoso`, { data });
    const started_at = new Date(Date.now() - 2 * 86_400_000).toISOString();
    for (let nth = 0; nth < 30; nth++) await send({ call_id: `with-${nth}`, status: "NI", started_at, duration: 60 });
    const outcomeOf = (nth: number) => (nth < 20 ? "Not now" : "Sold");
    for (let nth = 0; nth < 60; nth++)
      await send({ call_id: `without-${nth}`, outcome_text: outcomeOf(nth), duration: 60 });
    await signIn(page, stack);
    await page.goto(`${stack.portalUrl}/admin/super`);
    const hand = handOf(page);
    await hand.click(page.getByRole("link", { name: "no disposition" }));
    await expect(page.getByText(/of \d+ calls have no disposition/)).toBeVisible();
    await expect(page.locator("main")).toContainText("status");
    await hand.click(page.getByRole("link", { name: "Read outcome_text as the disposition" }));
    await expect(page.getByRole("heading", { level: 1, name: "Field map" })).toBeVisible();
    await expect(
      page.getByText(/60 of the last \d+ deliveries have a key that you changed. 60 would be read differently/),
    ).toBeVisible();
    await hand.click(page.getByRole("button", { name: "Save, and replay 60 deliveries" }));
    await expect(page.getByText("The field map is saved")).toBeVisible();
    await expect(page.getByText("Finished").first()).toBeVisible({ timeout: 60_000 });
    hand.expectFew();
    await page.goto(`${stack.portalUrl}/admin/super/calls?disposition=Sold`);
    await expect(page.getByText("40 calls").first()).toBeVisible();
    await expect(page.locator("tbody")).toContainText("without-59");
  } finally {
    await stack.stop();
  }
});
