import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("two people under one lead id are split, after a dry run, and the decision can be undone", async ({
      page,
      stack,
    }) => {
      const leadId = `shared-${javaScriptEnabled}`;
      const post = (data: object) =>
        fetch(`${stack.portalUrl}/api/webhooks/convoso-leads`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ lead_id: leadId, ...data }),
        });
      const digit = javaScriptEnabled ? 1 : 2;
      await post({ first_name: "Ann", last_name: `Split${digit}`, phone_number: `239555016${digit}` });
      await post({ first_name: "Bob", last_name: `Apart${digit}`, phone_number: `239555017${digit}` });
      await signIn(page, stack);
      await page.goto("/admin/super/identity");
      const row = page.getByRole("row").filter({ hasText: `Bob Apart${digit}` });
      await row.getByRole("link", { name: "Split…" }).click();
      await expect(page.getByText(`Ann Split${digit}: 1 delivery`)).toBeVisible();
      await page.getByLabel(`Lead id ${leadId}`).check();
      await page.getByRole("button", { name: "Show what would change" }).click();
      await expect(page.getByRole("heading", { name: "What would change" })).toBeVisible();
      const main = page.locator("main");
      await expect(main).toContainText("Last name");
      await expect(main).not.toContainText(/[a-z]_[a-z]|Log entry/);
      await page.getByRole("button", { name: "Split a lead" }).click();

      await expect(page.getByText(`Lead id ${leadId} is shared by several people`)).toBeVisible();
      await page.goto(`/admin/super/leads?search=split${digit}`);
      await expect(page.locator("tbody tr")).toHaveCount(1);

      await page.goto("/admin/super/identity");
      const decision = page.getByRole("row").filter({ hasText: leadId });
      await decision.getByRole("link", { name: "Undo…" }).click();
      await page.getByRole("button", { name: "Undo a decision" }).click();
      await expect(page.getByText("The leads were rebuilt")).toBeVisible();
      await expect(page.getByText(`Lead id ${leadId} is shared by several people`)).toHaveCount(0);
      await page.goto(`/admin/super/leads?search=split${digit}`);
      await expect(page.locator("tbody tr")).toHaveCount(0);
    });

    test("two leads are merged, and the page of the lead that they are now opens", async ({ page, stack }) => {
      const digit = javaScriptEnabled ? 3 : 4;
      for (const side of ["left", "right"]) {
        await fetch(`${stack.portalUrl}/api/webhooks/convoso-leads`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ lead_id: `${side}-${digit}`, first_name: "Joined", last_name: `${side}${digit}` }),
        });
      }
      await signIn(page, stack);
      await page.goto(`/admin/super/leads?search=left${digit}`);
      await page.locator("tbody").getByRole("link").first().click();
      await expect(page.getByRole("heading", { level: 1 })).toContainText(`left${digit}`);
      const id = page.url().split("/").at(-1) ?? "";
      await page.goto(`/admin/super/identity/change?${new URLSearchParams({ join: id, with: `right-${digit}` })}`);
      await expect(page.locator("main")).not.toContainText(/[a-z]_[a-z]|Log entry/);
      await page.getByRole("button", { name: "Merge two leads" }).click();
      await expect(page.getByText("The two leads are one now")).toBeVisible();
      await expect(page.getByRole("heading", { level: 1, name: "Joined" })).toBeVisible();
    });
  });
}
