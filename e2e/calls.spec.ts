import type { Locator } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

const placeOf = (player: Locator) => player.evaluate((audio: HTMLAudioElement) => audio.currentTime);
const speedOf = (player: Locator) => player.evaluate((audio: HTMLAudioElement) => audio.playbackRate);

test("a recording is played in the list by the keyboard: on, back and forth, faster, one at a time", async ({
  page,
  stack,
}) => {
  const calls = [1, 2].map(() => {
    const lead = stack.simulator.addLead();
    return stack.simulator.placeCall({ lead, lengthSeconds: 95, recordingDelaySeconds: 0 });
  });
  for (const call of calls) await stack.simulator.deliver(call, { withRecording: true });
  await signIn(page, stack);
  await page.goto("/admin/super/calls?recording=found");
  const [first, second] = calls.map(({ id }) => page.getByLabel(`Recording of call ${id}`, { exact: true }));
  if (!first || !second) throw new Error("two calls were placed");
  const speed = page.getByRole("combobox", { name: `Speed of the recording of call ${calls[0]?.id}` });
  await expect(speed).toHaveValue("1");

  await first.evaluate((audio: HTMLAudioElement) => {
    audio.muted = true;
  });
  await first.focus();
  await page.keyboard.press("Space");
  await expect.poll(() => placeOf(first)).toBeGreaterThan(0);
  await page.keyboard.press("Space");
  await expect.poll(() => first.evaluate((audio: HTMLAudioElement) => audio.paused)).toBe(true);
  const start = await placeOf(first);
  const length = await first.evaluate((audio: HTMLAudioElement) => audio.duration);
  await page.keyboard.press("ArrowRight");
  expect(await placeOf(first)).toBeCloseTo(Math.min(start + 5, length), 1);
  await page.keyboard.press("Home");
  expect(await placeOf(first)).toBe(0);

  await page.keyboard.press(">");
  await expect(speed).toHaveValue("1.25");
  await speed.selectOption("1.5");
  await expect.poll(() => speedOf(first)).toBe(1.5);
  await expect.poll(() => speedOf(second)).toBe(1.5);

  await first.evaluate((audio: HTMLAudioElement) => audio.play());
  await second.evaluate((audio: HTMLAudioElement) => {
    audio.muted = true;
    return audio.play();
  });
  await expect.poll(() => first.evaluate((audio: HTMLAudioElement) => audio.paused)).toBe(true);
  expect(await speedOf(second)).toBe(1.5);

  await page.goto(`/admin/super/calls/${calls[0]?.id}`);
  await expect(page.getByRole("combobox", { name: /Speed/ })).toHaveValue("1.5");
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
      await expect(page.getByText("The worker asks Convoso for the recording now")).toBeVisible();
      expect(page.url()).toContain(list);
      await page.goto(`/admin/super/calls/${call.id}`);
      await expect(page.getByText("Attempts")).toBeVisible();
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
      const facts = page.getByRole("region", { name: "In this time" });
      await expect(facts).toContainText("33:33");
      const outcomes = page.getByRole("table", { name: /came to/ }).getByRole("row");
      await expect(outcomes.filter({ hasText: "SALE" })).toContainText("33.3 %");
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
