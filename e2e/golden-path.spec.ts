import { expect, test } from "./fixtures.ts";

test("a lead and its call come in, the worker finds the recording, and the admin plays it", async ({ page, stack }) => {
  const lead = stack.simulator.addLead();
  const call = stack.simulator.placeCall({ lead, disposition: "SALE", lengthSeconds: 95, recordingDelaySeconds: 0 });
  await page.goto(await stack.signInLink());
  await expect(page).toHaveURL(/\/admin\/super$/);

  expect((await stack.simulator.deliver(lead, { shape: "form" })).status).toBe(200);
  expect((await stack.simulator.deliver(call, { shape: "json-in-form", withRecording: false })).status).toBe(200);

  await page.getByRole("tab", { name: "Leads" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Leads" })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: lead.id })).toBeVisible();

  const row = page.getByRole("row").filter({ hasText: call.id });
  await expect(async () => {
    // Not the whole list: the call began before those that other journeys sent meanwhile.
    await page.goto("/admin/super/calls?longer=95&shorter=95");
    await expect(row).toContainText("SALE", { timeout: 500 });
    await expect(row.locator("audio")).toBeVisible({ timeout: 500 });
  }).toPass();

  const audio = row.locator("audio");
  expect(await audio.getAttribute("src")).not.toContain("play-recording-public");
  const seconds = await audio.evaluate(async (player: HTMLAudioElement) => {
    player.muted = true;
    await player.play();
    player.currentTime = 1; // the middle, which asks for a range
    await new Promise((resolve) => player.addEventListener("seeked", resolve, { once: true }));
    return player.duration;
  });
  expect(seconds).toBeGreaterThan(1);

  const asked = stack.simulator.requests().filter(({ query }) => query.id === call.id);
  expect(asked[0]?.query).toMatchObject({ id: call.id, include_recordings: "1" });
  const everyone = stack.simulator.requests().map(({ query }) => query.lead_id);
  expect(everyone.filter((id) => id !== undefined)).toEqual([]);
});
