import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { pick } from "./pick.ts";
import { signIn } from "./sign-in.ts";
import { openWhole, watch } from "./watch-page.ts";

const CAMPAIGNS = ["Pick Solar", "Pick Wind", "Pick Water"];

async function send(page: Page): Promise<void> {
  for (const [place, campaign] of CAMPAIGNS.entries()) {
    const data = { call_id: `pick-${place}`, campaign, status: place === 0 ? "SALE" : "NI", duration: 10 * place };
    await page.request.post("/api/webhooks/convoso", { data });
  }
}

async function download(page: Page, button: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  return readFileSync(await file.path(), "utf8");
}

const rows = (page: Page) => page.locator("tbody tr").filter({ hasText: "pick-" });

test("filters apply when they are picked, are announced, and chips take them away", async ({ page, stack }) => {
  await send(page);
  await signIn(page, stack);
  await page.goto("/admin/super/calls?search=call:pick-*");
  await expect(rows(page)).toHaveCount(3);
  await pick(page, "Campaign", ["Pick Solar", "Pick Wind"]);
  await expect(rows(page)).toHaveCount(2);
  await expect(page).toHaveURL(/campaign=Pick\+Solar&campaign=Pick\+Wind/);
  await page.goto("/admin/super/calls");
  await pick(page, "Campaign", ["Pick Solar", "Pick Wind"]);
  await expect(page.getByRole("status").filter({ hasText: /^2 calls$/ })).toHaveCount(1);
  const chips = page.getByRole("list", { name: "Picked filters" });
  await expect(chips.getByRole("link")).toHaveText([
    "Remove filter Campaign: Pick Solar",
    "Remove filter Campaign: Pick Wind",
  ]);
  await chips.getByRole("link", { name: "Pick Solar" }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText("Pick Wind");
  await pick(page, "Campaign", [], { isNot: true });
  await expect(chips).toContainText("Campaign is not: Pick Wind");
  await expect(rows(page)).toHaveCount(2);
  await page.goBack();
  await expect(rows(page)).toHaveCount(1);
  await expect(page.locator('summary[aria-label="Campaign: Pick Wind"]')).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("every list of choices opens inside the window", async ({ page, stack }) => {
      await send(page);
      await signIn(page, stack);
      for (const width of [320, 390, 768, 1024]) {
        await page.setViewportSize({ width, height: 844 });
        await page.goto("/admin/super/calls?direction=outbound"); // which unfolds all filters
        const fold = page.locator("summary", { hasText: /^Filters$/ });
        if (await fold.isVisible()) await fold.click();
        for (const label of ["Campaign", "Agent", "Disposition", "Recording", "Direction"]) {
          const button = page.locator(`summary[aria-label^="${label}:"]`);
          await button.click();
          await expect(async () => {
            const list = await page.getByRole("group", { name: label, exact: true }).boundingBox();
            expect(list?.x, `${label}, ${width} wide`).toBeGreaterThanOrEqual(0);
            expect((list?.x ?? 0) + (list?.width ?? 0), `${label}, ${width} wide`).toBeLessThanOrEqual(width);
          }).toPass({ timeout: 5000 });
          await button.click();
        }
      }
    });

    test("exports and bulk actions are about what is picked, applied or not", async ({ page, stack }) => {
      await send(page);
      await signIn(page, stack);
      await page.goto("/admin/super/calls");
      await pick(page, "Campaign", ["Pick Solar", "Pick Water"]);
      await page.getByRole("searchbox", { name: "Search" }).fill("call:pick-*");
      const csv = await download(page, "Export CSV");
      expect(
        csv
          .trimEnd()
          .split("\n")
          .slice(1)
          .map((line) => line.slice(0, 6))
          .sort(),
      ).toEqual(["pick-0", "pick-2"]);
      await page.getByRole("button", { name: "Filter" }).click();
      await expect(rows(page)).toHaveCount(2);
      await page.getByRole("button", { name: "Fetch again… all that match" }).click();
      await expect(page.getByRole("heading", { name: "2 calls" })).toBeVisible();
      await page.getByRole("link", { name: "Calls", exact: true }).last().click();
      await expect(rows(page)).toHaveCount(2);
    });
  });
}

test("repeated and unknown parameters are named, and bulk actions refuse them", async ({ page, stack }) => {
  await signIn(page, stack);
  await page.goto("/admin/super/calls?longer=1&longer=2&colour=red&recording=found&recording=nonsense");
  await expect(page.getByText("Not understood: recording, longer, colour")).toBeVisible();
  await page.goto("/admin/super/fetches/new?all=1&colour=red");
  await expect(page.getByText("No call is chosen")).toBeVisible();
  await page.goto("/admin/super/replays/new?all=1&colour=red");
  await expect(page.getByText(/could not be used|No delivery|valid search/i).first()).toBeVisible();
});

test("a page whose address has days, zones or times that nobody wrote stays alive", async ({ page, stack }) => {
  const faults = watch(page, stack.portalUrl);
  await signIn(page, stack);
  for (const list of ["", "/calls", "/leads", "/webhook-logs", "/campaigns", "/agents", "/audit"]) {
    for (const query of [
      "from=2026-11-01",
      "range=custom&from=2026-11-01&to=2026-11-10&zone=Mars/Base",
      "range=custom&from=0001-01-01&to=9999-12-31",
      "range=custom&from=2026-11-20&to=2026-11-10&from_time=25:99",
    ]) {
      await openWhole(page, `/admin/super${list}?${query}`);
      await expect(page.getByRole("heading", { name: "Something went wrong" }), `${list}?${query}`).toHaveCount(0);
    }
  }
  expect(faults).toEqual([]);
  await page.goto("/admin/super/campaigns?range=custom&from=2026-11-20&to=2026-11-10");
  await expect(page.getByText("Not understood: a period that ends before it begins")).toBeVisible();
});
