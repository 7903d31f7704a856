import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";
import type { Stack } from "./stack.ts";

const placeCall = (stack: Stack, more: object = {}) =>
  stack.simulator.placeCall({
    lead: stack.simulator.addLead(),
    lengthSeconds: 60,
    disposition: "SALE",
    recordingDelaySeconds: 0,
    ...more,
  });

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false, colorScheme: "dark", viewport: { width: 390, height: 844 } });

  test("the recordings of chosen calls are fetched again: counted first, then grouped by reason", async ({
    page,
    stack,
  }) => {
    const good = placeCall(stack);
    const dead = placeCall(stack);
    for (const call of [good, dead]) await stack.simulator.deliver(call, { withRecording: true });
    stack.simulator.spoilRecording(dead.id, "410");
    await signIn(page, stack);
    await page.goto("/admin/super/calls?disposition=SALE");
    await page.getByRole("checkbox", { name: `Choose call ${good.id}` }).check();
    await page.getByRole("checkbox", { name: `Choose call ${dead.id}` }).check();
    await page.locator("summary", { hasText: "With these calls" }).click();
    await page.getByRole("button", { name: "Fetch again… chosen calls" }).click();
    await expect(page.getByRole("heading", { name: "2 calls" })).toBeVisible();
    await expect(page.getByRole("table", { name: "The chosen calls by the state" })).toContainText(
      /Has link|Playable/, // which of them, the archive may have found out
    );
    await page.getByRole("button", { name: "Fetch 2 recordings" }).click();
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole("heading", { level: 1 })).toContainText("Finished", { timeout: 500 });
    }).toPass();
    await expect(page.getByText("2 of 2")).toBeVisible();
    await expect(page.getByRole("link", { name: "1 call: The link plays." })).toBeVisible();
    await page.getByRole("link", { name: /^1 call: The link fails.*the recording was deleted/ }).click();
    const table = page.getByRole("table", { name: "Calls with this result" });
    await expect(table).toContainText(dead.id);
    await expect(table).not.toContainText(good.id);
    await page.getByRole("link", { name: "Back to the list" }).click();
    await expect(page).toHaveURL(/calls\?disposition=SALE/);

    await page.goto("/admin/super/fetches/new");
    await expect(page.getByText("No call is chosen")).toBeVisible();
    await page.goto("/admin/super/fetches/new?all=1&recording=nonsense");
    await expect(page.getByText("No call is chosen"), "a filter that cannot be used means no call").toBeVisible();
  });
});

test("all that match the filter are fetched again, live, and the fetch is stopped and continues", async ({
  page,
  stack,
}) => {
  const calls = [placeCall(stack), placeCall(stack, { disposition: "FETCHED" })]; // no other journey has this code
  for (const call of calls) await stack.simulator.deliver(call, { withRecording: true });
  await signIn(page, stack);
  await page.goto("/admin/super/calls?disposition=FETCHED&recording=has");
  await page.getByRole("button", { name: "Fetch again… all that match" }).click();
  await expect(page.getByRole("heading", { name: "One call" })).toBeVisible();
  stack.simulator.fail({ kind: "500", times: 1000 });
  await page.getByRole("button", { name: "Fetch 1 recording" }).click();
  await expect(page.getByText("No connection to Convoso")).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Stopped");
  stack.simulator.recover();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Finished", { timeout: 20_000 });
  await expect(page.getByRole("link", { name: "1 call: The link plays." })).toBeVisible();
  await page.getByRole("link", { name: "Fetches" }).first().click();
  await expect(page.getByRole("row").filter({ hasText: "disposition: FETCHED · recording: has" })).toContainText(
    "Finished",
  );
  await page.goto("/admin/super/audit");
  for (const words of ["Started fetch", "Stopped fetch", "Resumed fetch"]) {
    await expect(page.getByRole("row").filter({ hasText: words }).first()).toBeVisible();
  }
});
