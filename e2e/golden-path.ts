import { expect, type Page } from "@playwright/test";
import type { Stack } from "./stack.ts";

/** A lead and its call come in, the recording is found, and the admin plays it. */
export async function walkGoldenPath(page: Page, stack: Stack): Promise<void> {
  const lead = stack.simulator.addLead();
  const call = stack.simulator.placeCall({ lead, disposition: "SALE", lengthSeconds: 95, recordingDelaySeconds: 0 });
  await page.goto(await stack.signInLink());
  await page.getByRole("button", { name: "Sign in with this link" }).click();
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
    await expect(row.getByRole("button", { name: /^Play/ })).toBeVisible({ timeout: 500 });
  }).toPass();

  await row.getByRole("button", { name: /^Play/ }).click();
  const audio = page.getByLabel(`Recording of call ${call.id}`, { exact: true });
  expect(await audio.getAttribute("src")).not.toContain("play-recording-public");
  const seconds = await audio.evaluate(async (player: HTMLAudioElement) => {
    player.muted = true;
    await player.play();
    player.currentTime = 1; // the middle, which asks for a range
    await new Promise((resolve) => player.addEventListener("seeked", resolve, { once: true }));
    return player.duration;
  });
  expect(seconds).toBeGreaterThan(1);

  const asked = stack.simulator.requests().filter(({ path }) => path === "/v1/log/retrieve");
  expect(asked.at(-1)?.query).toMatchObject({ include_recordings: "1", start_time: expect.any(String) });
  // The call log is asked by time and by call, never by lead: a lead of many calls would fill the page.
  expect(asked.filter(({ query }) => query.lead_id !== undefined)).toEqual([]);
}
