import { makeRows } from "./fill-path.ts";
import { expect, test } from "./fixtures.ts";
import { handOf } from "./hand.ts";
import { signIn } from "./sign-in.ts";

// More jobs of an admin's day, counted as in working-day.spec.ts.

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });
    const mark = javaScriptEnabled ? "long" : "long-plain";

    test("what to enter in Convoso is two clicks away", async ({ page, stack }) => {
      await signIn(page, stack);
      await page.goto("/admin/super");
      const hand = handOf(page);
      await hand.click(page.getByText("More", { exact: true }));
      await hand.click(page.getByRole("link", { name: "Set up Convoso" }).first());
      const calls = page.getByRole("region", { name: "Calls" });
      await expect(calls.getByText(`${stack.portalUrl}/api/webhooks/convoso`, { exact: true })).toBeVisible();
      hand.expectFew();
    });

    test("a long list is read by its pages, back, and by a link that shows the same rows", async ({ page, stack }) => {
      for (let nth = 0; nth < 60; nth++) {
        const data = { call_id: `${mark}-${nth}`, campaign: mark, status: "NI", duration: 60 };
        await page.request.post("/api/webhooks/convoso", { data });
      }
      await signIn(page, stack);
      await page.goto(`/admin/super/calls?campaign=${mark}`);
      const rows = page.locator("tbody tr");
      await expect(rows).toHaveCount(50);
      const hand = handOf(page);
      await hand.click(page.getByRole("link", { name: /^Older/ }));
      await expect(rows).toHaveCount(10);
      const link = page.url();
      const shown = await rows.getByRole("link").first().getAttribute("href");
      await hand.click(rows.first().getByRole("link").first());
      await expect(page.getByRole("heading", { level: 1, name: "Call " })).toBeVisible();
      await page.goBack();
      await expect(rows).toHaveCount(10);
      await page.goto(link);
      await expect(rows.getByRole("link").first()).toHaveAttribute("href", String(shown));
      await hand.click(page.getByRole("link", { name: /Newer$/ }));
      await expect(rows).toHaveCount(50);
      hand.expectFew();
    });

    test("on a phone a lead is found and called, and its page is printed without the menu", async ({ page, stack }) => {
      const { contactId } = await makeRows(stack);
      await page.setViewportSize({ width: 390, height: 844 });
      await signIn(page, stack);
      await page.goto("/admin/super");
      const hand = handOf(page);
      await hand.click(page.getByRole("tab", { name: "Leads" }));
      await expect(page.getByRole("heading", { level: 1, name: "Leads" })).toBeVisible();
      await hand.click(page.locator(`a[href="/admin/super/leads/${contactId}"]`).first());
      await expect(page.getByRole("region", { name: "Journey" })).toBeVisible();
      await expect(page.locator('main a[href^="tel:+1"]').first(), "a tap dials").toBeVisible();
      const isInside = await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
      expect(isInside, "nothing is beyond the screen").toBe(true);
      await page.emulateMedia({ media: "print" });
      await expect(page.locator("header").first(), "paper has no menu").toBeHidden();
      hand.expectFew();
    });
  });
}
