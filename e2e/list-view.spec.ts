import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

const LENGTHS = [30, 90, 60];

async function send(page: Page): Promise<void> {
  for (const duration of LENGTHS) {
    const data = { call_id: `view-${duration}`, duration, status: "NI", agent_name: "View Agent" };
    await page.request.post("/api/webhooks/convoso", { data });
  }
}

const headers = (page: Page) => page.getByRole("columnheader");

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a list is sorted by a header, shows the columns that are picked, and a saved view keeps both", async ({
      page,
      stack,
    }) => {
      await send(page);
      await signIn(page, stack);
      await page.goto("/admin/super/calls?search=call:view-*");
      await headers(page).getByRole("link", { name: "Length" }).click();
      const lengths = page.locator('tbody td[data-label="Length"]');
      await expect(lengths).toHaveText(["1:30", "1:00", "0:30"]);
      await expect(page.locator('th[aria-sort="descending"]')).toHaveText(/Length/);
      await headers(page).getByRole("link", { name: "Length" }).click();
      await expect(lengths).toHaveText(["0:30", "1:00", "1:30"]);

      await page.locator("summary", { hasText: "Columns" }).click();
      for (const column of ["Lead", "Agent", "Campaign", "Direction", "Recording"]) {
        await page.getByRole("checkbox", { name: column, exact: true }).uncheck();
      }
      await page.getByRole("button", { name: "Show these columns" }).click();
      await expect(headers(page)).toHaveText(["Choose", /Call/, /Disposition/, /Length/]);
      const name = `Short ones ${javaScriptEnabled}`;
      await page.locator("summary", { hasText: "Views" }).click();
      await page.getByLabel("Save this view as").fill(name);
      await page.getByRole("button", { name: "Save view" }).click();
      await expect(page.getByText("The view was saved")).toBeVisible();
      await page.goto("/admin/super/calls");
      await page.locator("summary", { hasText: "Views" }).click();
      await page.getByRole("link", { name }).click();
      await expect(headers(page)).toHaveText(["Choose", /Call/, /Disposition/, /Length/]);
      await expect(lengths).toHaveText(["0:30", "1:00", "1:30"]);
      await page.getByRole("link", { name: "Reset" }).click();
      await expect(page, "columns and order are no filter").toHaveURL(/\?sort=shortest&columns=/);
    });
  });
}
