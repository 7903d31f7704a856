import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

const placeOf = (player: Locator) => player.evaluate((audio: HTMLAudioElement) => audio.currentTime);
const speedOf = (player: Locator) => player.evaluate((audio: HTMLAudioElement) => audio.playbackRate);

test("recordings of a list are played one after the other by the keyboard: on, back and forth, faster", async ({
  page,
  stack,
}) => {
  const calls = [1, 2].map(() => {
    const lead = stack.simulator.addLead();
    return stack.simulator.placeCall({
      lead,
      lengthSeconds: 95,
      disposition: "LISTEN", // no other journey has this code
      recordingDelaySeconds: 0,
    });
  });
  for (const call of calls) await stack.simulator.deliver(call, { withRecording: true });
  await signIn(page, stack);
  await page.goto("/admin/super/calls?disposition=LISTEN");
  const plays = page.getByRole("button", { name: /^Play the recording of call/ });
  await expect(plays).toHaveCount(2);
  await expect(page.locator("audio"), "nothing plays before somebody asks for it").toHaveCount(0);
  await plays.first().focus();
  await page.keyboard.press("Enter");
  const bar = page.getByRole("region", { name: "Player" });
  const player = bar.locator("audio");
  const speed = bar.getByRole("combobox", { name: /^Speed of the recording/ });
  await expect(player).toBeFocused();
  await player.evaluate((audio: HTMLAudioElement) => {
    audio.muted = true;
  });
  await expect.poll(() => placeOf(player), "it plays at once").toBeGreaterThan(0);
  await page.keyboard.press("Space");
  await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.paused)).toBe(true);
  const start = await placeOf(player);
  const length = await player.evaluate((audio: HTMLAudioElement) => audio.duration);
  await page.keyboard.press("ArrowRight");
  expect(await placeOf(player)).toBeCloseTo(Math.min(start + 5, length), 1);
  await page.keyboard.press("Home");
  expect(await placeOf(player)).toBe(0);

  await page.keyboard.press(">");
  await expect(speed).toHaveValue("1.25");
  await speed.selectOption("1.5");
  await expect.poll(() => speedOf(player)).toBe(1.5);
  await expect(bar.getByRole("button", { name: "Previous" })).toBeDisabled();
  await player.focus();
  const first = await player.getAttribute("src");
  await page.keyboard.press("n");
  await expect(player).not.toHaveAttribute("src", String(first));
  await expect(player).toBeFocused();
  await expect.poll(() => speedOf(player)).toBe(1.5);
  await expect(bar.getByRole("button", { name: "Next" })).toBeDisabled();
  await expect(plays.nth(1)).toHaveAttribute("aria-pressed", "true");

  const download = page.waitForEvent("download");
  await bar.getByRole("link", { name: /^Download the recording/ }).click();
  expect((await download).suggestedFilename()).toContain("recording of call");

  await page.getByRole("tab", { name: "Leads" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Leads" })).toBeVisible();
  await expect(player, "it continues while one looks elsewhere").toBeVisible();
  await page.goBack();
  await expect(plays).toHaveCount(2);
  await player.focus();
  await page.keyboard.press("p");
  await expect(player).toHaveAttribute("src", String(first));
  await page.keyboard.press("Escape");
  await expect(bar).toHaveCount(0);
  await expect(plays.first(), "the focus goes back to the row").toBeFocused();

  await page.goto(`/admin/super/calls/${calls[0]?.id}`);
  await expect(page.getByRole("combobox", { name: /Speed/ })).toHaveValue("1.5");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the list leads to the player of the call's page", async ({ page, stack }) => {
    const call = stack.simulator.placeCall({ lengthSeconds: 40, disposition: "HEARD", recordingDelaySeconds: 0 });
    await stack.simulator.deliver(call, { withRecording: true });
    await signIn(page, stack);
    await page.goto("/admin/super/calls?disposition=HEARD");
    await page.getByRole("link", { name: `Play the recording of call ${call.id}` }).click();
    await expect(page.getByLabel(`Recording of call ${call.id}`, { exact: true })).toBeVisible();
    await expect(page.getByRole("link", { name: `Download the recording of call ${call.id}` })).toBeVisible();
  });
});

test("a dead link: the player says so in words, the call says why, and the search brings one that plays", async ({
  page,
  stack,
}) => {
  const lead = stack.simulator.addLead();
  const call = stack.simulator.placeCall({ lead, lengthSeconds: 95, disposition: "SALE", recordingDelaySeconds: 0 });
  await stack.simulator.deliver(call, { withRecording: true });
  stack.simulator.spoilRecording(call.id, "missing");
  await signIn(page, stack);
  await page.goto(`/admin/super/calls/${call.id}`);
  const card = page.getByRole("region", { name: "Recording" });
  const player = card.getByLabel(`Recording of call ${call.id}`, { exact: true });
  await expect(card.getByText("Has link")).toBeVisible();
  await player.focus();
  await page.keyboard.press("Space");
  await expect(
    card.getByText("The recording could not be played. The recording's host does not have this recording."),
  ).toBeVisible();

  await page.reload();
  await expect(card.getByText("Link failed: not found")).toBeVisible();
  await page.goto("/admin/super/calls?recording=failed");
  await expect(page.getByRole("row").filter({ hasText: call.id })).toContainText("not found since");
  await page.goto("/admin/super/audit");
  await expect(page.getByRole("row").filter({ hasText: call.id }).first()).toContainText("Tried to play");

  stack.simulator.renewRecording(call.id);
  await page.goto(`/admin/super/calls/${call.id}`);
  await card.getByRole("button", { name: "Fetch again now" }).click();
  await expect(async () => {
    await page.reload();
    await expect(card.getByText("Playable")).toBeVisible({ timeout: 500 });
  }).toPass();
  await player.evaluate((audio: HTMLAudioElement) => {
    audio.muted = true;
  });
  await player.focus();
  await page.keyboard.press("Space");
  await expect.poll(() => placeOf(player)).toBeGreaterThan(0);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a search that gave up is started again from the list, which stays where it is", async ({ page, stack }) => {
      const lead = stack.simulator.addLead();
      const call = stack.simulator.placeCall({
        lead,
        lengthSeconds: 95,
        disposition: "SALE",
        recordingDelaySeconds: 9999,
      });
      await stack.simulator.deliver(call);
      await signIn(page, stack);
      const list = "/admin/super/calls?recording=gave_up&disposition=SALE";
      const again = page.getByRole("row").filter({ hasText: call.id }).getByRole("button", { name: "Fetch again now" });
      await expect(async () => {
        await page.goto(list);
        await expect(again).toBeVisible({ timeout: 500 });
      }).toPass();
      await again.click();
      await expect(page.getByText("Recording requested")).toBeVisible();
      expect(page.url()).toContain(list);
      await page.goto(`/admin/super/calls/${call.id}`);
      await expect(page.getByText("Attempts")).toBeVisible();
    });

    test("a call is found by a part of its lead's phone, a name or typed conditions, and what is wrong is marked", async ({
      page,
      stack,
      request,
    }) => {
      const mark = javaScriptEnabled ? "Yvette" : "Yolanda";
      const lead = { lead_id: `L-${mark}`, first_name: mark, last_name: "Quirke", phone_number: "(239) 555-0166" };
      await request.post("/api/webhooks/convoso-leads", { data: lead });
      for (const [id, status] of [
        ["1", "SALE"],
        ["2", "NI"],
      ]) {
        await request.post("/api/webhooks/convoso", {
          data: { call_id: `${mark}-${id}`, lead_id: lead.lead_id, status, duration: 61 },
        });
      }
      await signIn(page, stack);
      await page.goto("/admin/super/calls");
      const rows = page.locator("tbody tr").filter({ hasText: mark });
      const search = async (text: string) => {
        await page.getByRole("searchbox", { name: "Search" }).fill(text);
        await page.keyboard.press("Enter");
        await expect(page).toHaveURL(/search=/);
      };
      await search("555-0166");
      await expect(rows).toHaveCount(2);
      await search(`quirke ${mark} disposition:sale duration>60`);
      await expect(rows).toHaveCount(1);
      await expect(rows).toContainText("SALE");
      await search(`lead:${lead.lead_id} -disposition:sale`);
      await expect(rows).toContainText("NI");
      await search("status:200");
      await expect(page.locator("mark")).toHaveText("status:200");
      await expect(page.getByText("The search is not valid")).toBeVisible();
      await page.getByText("How to search").click();
      await page.getByRole("link", { name: "-disposition:SALE" }).click();
      await expect(rows.filter({ hasText: "SALE" })).toHaveCount(0);
    });

    test("a call opens from the list whatever characters its id is made of", async ({ page, stack, request }) => {
      test.setTimeout(90_000); // many pages
      const campaign = javaScriptEnabled ? "Odd" : "Even";
      const mark = javaScriptEnabled ? "" : "é";
      const ids = ["a/b", "a%2Fb", "..a", "a?b#c", "a.data", "a b1", "~2f", "a\\b", "%zz"].map((id) => id + mark);
      for (const call_id of ids) {
        const data = { call_id, campaign, status: "NI", duration: 5 };
        expect((await request.post("/api/webhooks/convoso", { data })).ok()).toBe(true);
      }
      await signIn(page, stack);
      for (const id of ids) {
        await page.goto(`/admin/super/calls?campaign=${campaign}`);
        await page.getByTitle(id, { exact: true }).locator("xpath=..").getByRole("link").click();
        await expect(page).toHaveTitle(`Call ${id} · Convoso portal`);
        await expect(page.getByRole("region", { name: "Call", exact: true })).toContainText(campaign);
      }
    });

    test("an agent's figures are those of the rows that they lead to", async ({ page, stack, request }) => {
      test.setTimeout(90_000); // many pages
      const agent = javaScriptEnabled ? "Wanda Figures" : "Wenzel Figures";
      const calls = Array.from({ length: 33 }, (_, nth) => {
        const status = ["NI", "A", "SALE"][nth % 3];
        return { call_id: `f-${agent}-${nth}`, agent_name: agent, status, duration: 61, lead_id: `f${nth % 4}` };
      });
      await Promise.all(calls.map((data) => request.post("/api/webhooks/convoso", { data })));
      await signIn(page, stack);
      await page.goto("/admin/super/agents?search=figures&order=conversion");
      const row = page.getByRole("row").filter({ hasText: agent });
      await expect(row).toContainText("11 of 22");
      await expect(row).toContainText("too few to compare");
      await row.getByRole("link", { name: agent }).click();
      const facts = page.getByRole("region", { name: "In this period" });
      await expect(facts).toContainText("33:33");
      const outcomes = page.getByRole("table", { name: /^Dispositions of/ }).getByRole("row");
      await expect(outcomes.filter({ hasText: "SALE" })).toContainText("33.3%");
      await expect(page.getByRole("table", { name: /latest first/ }).locator("tbody tr")).toHaveCount(10);

      await facts.getByRole("link", { name: "33", exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Calls" })).toBeVisible();
      await expect(page.locator("tbody tr")).toHaveCount(33);
      await page.goBack();
      await outcomes.filter({ hasText: "SALE" }).getByRole("link", { name: "11" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Calls" })).toBeVisible();
      await expect(page.locator("tbody tr")).toHaveCount(11);

      const call = page.locator("tbody tr").first().getByRole("link").first();
      await call.click();
      await expect(page.getByRole("region", { name: "Other calls of this lead" })).toBeVisible();
    });
  });
}
