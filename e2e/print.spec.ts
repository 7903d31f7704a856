import type { Page } from "@playwright/test";
import { makeRows } from "./fill-path.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

/** A sheet of A4 at 96 dots an inch. */
const SHEET = { width: 794, height: 1123 };
const CONTROLS = "button, input, select, textarea, audio, summary, header, nav";

/** Shows the page as it is printed, and expects no controls and nothing beyond the sheet. */
async function print(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator("h1")).toBeVisible();
  await page.emulateMedia({ media: "print" });
  const controls = await page
    .locator(CONTROLS)
    .evaluateAll((all) => all.filter((each) => each.getClientRects().length > 0).length);
  expect(controls, `controls of ${path}`).toBe(0);
  const isInside = await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
  expect(isInside, `${path} is on the sheet`).toBe(true);
}

test("what is printed has no controls, names its filter or period, and says of each recording what there is", async ({
  page,
  stack,
}) => {
  test.setTimeout(180_000);
  await stack.simulator.history(4);
  const { callId, contactId } = await makeRows(stack);
  await page.setViewportSize(SHEET);
  await signIn(page, stack);
  await page.goto("/admin/super/agents");
  const agent = await page.locator("tbody a").first().getAttribute("href");
  const main = page.locator("main");

  await print(page, "/admin/super/calls?recording=has&test=no");
  await expect(main).toContainText("Data: Real");
  await expect(page.locator("tbody td").last()).toContainText(/Has link|Playable/);
  await print(page, agent ?? "");
  await expect(main).toContainText("Until");
  await print(page, "/admin/super?range=yesterday");
  await expect(main.getByText(/^\w{3}, \w{3} \d+, \d{4}/).first()).toBeVisible();
  for (const path of ["", "/agents", "/webhook-logs?type=call", `/calls/${callId}`, `/leads/${contactId}`]) {
    await print(page, `/admin/super${path}`);
  }
});
