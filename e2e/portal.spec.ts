import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";
import { findPages, killPages } from "./stack.ts";

const TABS = ["Overview", "Webhook Logs", "Leads", "Calls", "Test Tools"];

test("the tabs are five, each with its own address, and arrow keys move between them", async ({ page, stack }) => {
  await signIn(page, stack);
  await page.goto("/admin/super");
  await expect(page.getByRole("tab")).toHaveText(TABS);
  // The keys work once the page has come alive.
  await expect(async () => {
    await page.getByRole("tab", { name: "Overview" }).focus();
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("tab", { name: "Webhook Logs" })).toBeFocused({ timeout: 200 });
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/webhook-logs$/);
  await expect(page.getByRole("tab", { name: "Webhook Logs" })).toHaveAttribute("aria-selected", "true");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("tabs, filters and pages work all the same", async ({ page, stack }) => {
    await stack.simulator.history(12);
    await signIn(page, stack);
    await page.goto("/admin/super");
    for (const name of TABS) {
      await page.getByRole("tab", { name }).click();
      await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    }
    await page.getByRole("tab", { name: "Calls" }).click();
    await page.locator('summary[aria-label^="Agent:"]').click();
    const first = page.getByRole("group", { name: "Agent" }).locator("label").first();
    const name = (await first.textContent()) ?? "";
    await first.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Filter" }).click();
    const agents = await page.locator("tbody tr").allTextContents();
    expect(agents.length).toBeGreaterThan(0);
    expect(agents.every((row) => row.includes(name))).toBe(true);
  });
});

test("the Overview shows the health, the addresses and what is not set, and its figures lead to their rows", async ({
  page,
  stack,
}) => {
  await page.request.post("/api/webhooks/convoso", { headers: { "Content-Type": "application/json" }, data: "{" });
  await signIn(page, stack);
  await page.goto("/admin/super");
  await expect(page.getByText("Healthy")).toBeVisible();
  await expect(page.getByText(`${stack.portalUrl}/api/webhooks/convoso-leads`)).toBeVisible();
  await expect(page.getByText("CONVOSO_WEBHOOK_SECRET")).toBeVisible();
  await page.getByRole("link", { name: /could not be read/ }).click();
  await expect(page).toHaveURL(/webhook-logs\?.*outcome=invalid/);
  expect(await page.locator("tbody tr").count()).toBeGreaterThan(0);
});

test("without the process of the pages deliveries are still accepted, and it comes back with the next page", async ({
  request,
  stack,
}) => {
  expect((await request.get("/sign-in")).status()).toBe(200);
  const pages = findPages(stack);
  expect(readFileSync(`/proc/${pages}/oom_score_adj`, "utf8").trim(), "it ends first without memory").toBe("500");
  killPages(stack);
  // Downloads take the longest, and there may be nobody to send them.
  await Promise.allSettled([1, 2, 3].map(() => request.get("/admin/super/exports/calls.csv", { timeout: 5_000 })));
  const taken = await request.post("/api/webhooks/convoso-leads", { data: { lead_id: "while-no-pages" } });
  expect(taken.status()).toBe(200);
  await expect(async () => {
    expect((await request.get("/sign-in")).status()).toBe(200);
  }).toPass();
  expect(() => process.kill(pages, 0)).toThrow();
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a form that is too long is refused in plain words", async ({ page }) => {
      await page.goto("/sign-in");
      await page.getByLabel("Password").fill("x".repeat(3 * 1024 * 1024));
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByText("A form can be at most 2 MiB long. Nothing was changed.")).toBeVisible();
    });
  });
}
