import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

const OTHERS = ["/admin/super/test-tools", "/admin/super/account", "/admin/super/people", "/invitation?token=none"];
const TABS = ["Overview", "Webhook Logs", "Leads", "Calls", "Test Tools"];

/** The pages that stand behind the first row of a list. */
async function firstOf(page: Page, list: string): Promise<string> {
  await page.goto(list);
  const href = await page.locator("tbody").getByRole("link").first().getAttribute("href");
  return href ?? list;
}

for (const [look, colorScheme, viewport] of [
  ["light and wide", "light", { width: 1280, height: 800 }],
  ["dark and on a phone", "dark", { width: 390, height: 844 }],
] as const) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport });

    test("every page is free of accessibility faults and of errors in the console, and never scrolls sideways", async ({
      page,
      stack,
    }) => {
      test.setTimeout(180_000);
      const errors: string[] = [];
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      await stack.simulator.history(12);
      await signIn(page, stack);
      const lists = ["/admin/super", "/admin/super/webhook-logs", "/admin/super/leads", "/admin/super/calls"];
      const details = await Promise.resolve(lists.slice(1)).then(async (all) => {
        const found: string[] = [];
        for (const list of all) found.push(await firstOf(page, list));
        return found;
      });
      for (const path of [...lists, ...OTHERS, ...details]) {
        await page.goto(path);
        const { violations } = await new AxeBuilder({ page })
          .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
          .analyze();
        expect(violations.map(({ id, nodes }) => `${path}: ${id} ${nodes[0]?.html}`)).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, path).toBeLessThanOrEqual(0);
      }
      expect(errors).toEqual([]);
    });
  });
}

test("the tabs are five, each with its own address, and arrow keys move between them", async ({ page, stack }) => {
  await signIn(page, stack);
  await expect(page.getByRole("tab")).toHaveText(TABS);
  await page.getByRole("tab", { name: "Overview" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/webhook-logs$/);
  await expect(page.getByRole("tab", { name: "Webhook Logs" })).toHaveAttribute("aria-selected", "true");
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("tabs, filters and pages work all the same", async ({ page, stack }) => {
    await stack.simulator.history(12);
    await signIn(page, stack);
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
  await expect(page.getByText("Healthy")).toBeVisible();
  await expect(page.getByText(`${stack.portalUrl}/api/webhooks/convoso-leads`)).toBeVisible();
  await expect(page.getByText("CONVOSO_WEBHOOK_SECRET")).toBeVisible();
  await page.getByRole("link", { name: /could not be read/ }).click();
  await expect(page).toHaveURL(/webhook-logs\?.*outcome=invalid/);
  expect(await page.locator("tbody tr").count()).toBeGreaterThan(0);
});
