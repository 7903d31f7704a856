import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";
import { openAnew } from "./watch-page.ts";

const TABS = ["", "/webhook-logs", "/leads", "/calls", "/test-tools"];
const LISTS = ["/webhook-logs", "/leads", "/calls"];
/** Of the first load of a tab: compressed JavaScript in bytes, requests of any kind, and how far things move. */
const MOST = { bytes: 110_000, requests: 25, shift: 0.02 };
const PHONE = { width: 390, height: 844 };

/** The cumulative layout shift of the open page, once nothing moves any more. */
function readShift(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let sum = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    await new Promise((resolve) => setTimeout(resolve, 500));
    return sum;
  });
}

test("the first load of each tab keeps to its budget, and nothing moves under a reader", async ({ page, stack }) => {
  test.setTimeout(180_000);
  await stack.simulator.history(12);
  await signIn(page, stack);
  const over: string[] = [];
  for (const tab of TABS) {
    let requests = 0;
    const count = () => requests++;
    page.on("request", count);
    const bytes = await openAnew(page, `/admin/super${tab}`);
    page.off("request", count);
    const shifts = [await readShift(page)];
    await page.setViewportSize(PHONE);
    await page.reload();
    shifts.push(await readShift(page));
    await page.setViewportSize({ width: 1280, height: 860 });
    const said = { bytes, requests, shift: Number(Math.max(...shifts).toFixed(4)) };
    console.log(`    ${tab || "/"} ${JSON.stringify(said)}`);
    for (const [what, most] of Object.entries(MOST)) {
      if (said[what as keyof typeof MOST] > most) over.push(`${tab || "/"} ${what}: ${JSON.stringify(said)}`);
    }
    expect(bytes, "scripts were measured").toBeGreaterThan(10_000);
  }
  expect(over).toEqual([]);
});

test("the first row of each list is on the first screen of a phone", async ({ page, stack }) => {
  await page.setViewportSize(PHONE);
  await stack.simulator.history(4);
  await signIn(page, stack);
  for (const list of LISTS) {
    await page.goto(`/admin/super${list}`);
    const row = await page.locator("tbody tr").first().boundingBox();
    expect(row && row.y + row.height, list).toBeLessThanOrEqual(PHONE.height);
  }
  await expect(page.locator('tbody a[href^="tel:+1"]').first(), "a tap dials").toBeVisible();
});
