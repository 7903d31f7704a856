import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

async function post(page: Page, kind: string, data: object | string) {
  await page.request.post(`/api/webhooks/${kind}`, { data, headers: { "Content-Type": "application/json" } });
}

async function download(page: Page, link: Locator) {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });
    const mark = javaScriptEnabled ? "js" : "plain";

    test("this week's sales of a campaign are in a spreadsheet after three clicks", async ({ page, stack }) => {
      const campaign = `Payroll ${mark}`;
      for (const [nth, status] of ["SALE", "NI", "SALE"].entries()) {
        const agent = { agent_id: `P-${nth}`, agent_name: `Payee ${nth}` };
        await post(page, "convoso", { call_id: `pay-${mark}-${nth}`, campaign, status, duration: 60, ...agent });
      }
      await signIn(page, stack);
      await page.goto("/admin/super");
      await page.getByRole("link", { name: "This week", exact: true }).click();
      await page.getByRole("link", { name: /^(All|and \d+ more) campaigns$/ }).click();
      const file = await download(page, page.getByRole("link", { name: `Sales CSV of ${campaign}` }));
      expect(file.name).toMatch(new RegExp(`^calls-campaign-payroll-${mark}-disposition-sale-.*\\.csv$`));
      const [names = "", ...sales] = file.text.trimEnd().split("\n");
      expect(names).toContain(",convoso_agent_id,agent_name,");
      expect(sales).toHaveLength(2);
      expect(sales.every((line) => /^pay-\w+-\d,\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,/.test(line))).toBe(true);
      expect(sales.map((line) => /,(P-\d),Payee/.exec(line)?.[1]).sort()).toEqual(["P-0", "P-2"]);

      await page.getByRole("link", { name: campaign, exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();
      await expect(page.locator("tbody tr")).toHaveCount(3);
      await expect(page.getByText("Calls of the team")).toBeVisible();
      await expect(page.getByText(/^Activity of .+\. Dispositions define/)).toBeVisible();
    });

    test("an empty list says which filter excludes everything, and nothing of what is not the cause", async ({
      page,
      stack,
    }) => {
      await post(page, "convoso", { call_id: `why-${mark}`, campaign: "Why", status: "NI" });
      await post(page, "convoso", "{");
      await signIn(page, stack);
      await page.goto(`/admin/super/calls?campaign=Why&agent=999999999`);
      await expect(page.getByText("No call matches")).toBeVisible();
      await expect(page.locator("main")).not.toContainText("could not be read"); // a filter is the cause
      await page
        .getByRole("list", { name: "Filters that exclude everything" })
        .getByRole("link", { name: "Agent" })
        .click();
      await expect(page.locator("tbody tr").filter({ hasText: `why-${mark}` })).toHaveCount(1);
    });

    test("everything about a person is one file, whose export the audit shows with the lead", async ({
      page,
      stack,
    }) => {
      const lead = { lead_id: `ask-${mark}`, first_name: "Ada", last_name: `Asks ${mark}`, phone_number: "2135550171" };
      await post(page, "convoso-leads", lead);
      const call = { call_id: `asked-${mark}`, lead_id: lead.lead_id, campaign: "Why", duration: 60 };
      await post(page, "convoso", { ...call, status: "SALE" });
      await post(page, "convoso", { ...call, status: "CB" });
      await signIn(page, stack);
      await page.goto(`/admin/super/leads?search=${lead.lead_id}`);
      await page.getByRole("link", { name: lead.last_name }).click();
      await expect(page.getByText(/ → .*, by redisposition/)).toBeVisible();
      const file = await download(page, page.getByRole("link", { name: "Export all data" }));
      const data = JSON.parse(file.text);
      expect(file.name).toMatch(/^lead-\d+-\d{4}-\d\d-\d\d\.json$/);
      expect([data.lead.last_name, data.calls.length, data.deliveries.length]).toEqual([lead.last_name, 1, 3]);
      await page.getByRole("link", { name: "Audit", exact: true }).first().click();
      await expect(page.getByRole("row").filter({ hasText: "Exported everything about lead" })).toHaveCount(1);
    });
  });
}
