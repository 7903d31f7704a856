import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";
import { killPages } from "./stack.ts";

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
    const agent = page.getByRole("combobox", { name: "Agent" });
    const name = (await agent.getByRole("option").nth(1).textContent()) ?? "";
    await agent.selectOption({ label: name });
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

test("without the process of the pages deliveries are taken all the same, and it comes back with the next page", async ({
  request,
  stack,
}) => {
  const pages = killPages(stack);
  // Downloads are handed over to it, and there may be nobody to take them.
  await Promise.allSettled([1, 2, 3].map(() => request.get("/admin/super/exports/calls.csv", { timeout: 5_000 })));
  const taken = await request.post("/api/webhooks/convoso-leads", { data: { lead_id: "while-no-pages" } });
  expect(taken.status()).toBe(200);
  await expect(async () => {
    expect((await request.get("/sign-in")).status()).toBe(200);
  }).toPass();
  expect(() => process.kill(pages, 0)).toThrow();
});
