import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a note is written on chosen calls and on all that match: counted first, then by the worker", async ({
      page,
      stack,
    }) => {
      const ids = [1, 2, 3].map((place) => `noted-${javaScriptEnabled}-${place}`);
      for (const call_id of ids) await page.request.post("/api/webhooks/convoso", { data: { call_id, status: "NI" } });
      await signIn(page, stack);
      const list = `/admin/super/calls?search=call:noted-${javaScriptEnabled}-*`;

      async function write(text: string, count: number): Promise<void> {
        await expect(page.getByRole("heading", { name: `${count} calls` })).toBeVisible();
        await page.getByLabel("Note").fill(text);
        await page.getByRole("button", { name: `Add note to ${count} calls` }).click();
        await expect(page).toHaveURL(/note-runs\/\d+/);
        await expect(async () => {
          if (!javaScriptEnabled) await page.reload();
          await expect(page.getByRole("heading", { level: 1 })).toContainText("Finished", { timeout: 1000 });
        }).toPass({ timeout: 20_000 });
        await expect(page.getByText(`${count} of ${count}`)).toBeVisible();
        await page.getByRole("link", { name: "Back to the list" }).click();
        await expect(page).toHaveURL(/search=call/);
      }

      await page.goto(list);
      for (const id of ids.slice(1)) await page.getByRole("checkbox", { name: `Choose call ${id}` }).check();
      await page.getByRole("button", { name: "Add note… chosen calls" }).click();
      await write("Two for payroll", 2);
      await page.getByRole("button", { name: "Add note… all that match" }).click();
      await write("All three checked", 3);

      for (const [place, id] of ids.entries()) {
        await page.goto(`/admin/super/calls/${id}`);
        await expect(page.getByText("All three checked")).toBeVisible();
        await expect(page.getByText("Two for payroll")).toHaveCount(place === 0 ? 0 : 1);
      }
      await page.goto("/admin/super/note-runs");
      await expect(page.getByRole("row").filter({ hasText: "Two for payroll" }).first()).toContainText("Finished");
      await page.goto("/admin/super/audit");
      const audited = page.getByRole("row").filter({ hasText: "Started adding a note to many calls" });
      await expect(audited.first()).toBeVisible();
    });
  });
}
