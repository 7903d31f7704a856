import type { Page } from "@playwright/test";
import { makeRows } from "./fill-path.ts";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

type Asked = { label: string; most: string; button: string; fault: string };

/** Sends a text that is longer than its field takes, as somebody pastes it, and expects it back whole. */
async function expectRefused(page: Page, { label, most, button, fault }: Asked): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await expect(field, label).toHaveAccessibleDescription(new RegExp(`At most ${most} characters`));
  const text = "long ".repeat(Number(most.replace(",", "")) / 5 + 1).trim();
  await field.fill(text);
  await page.getByRole("button", { name: button, exact: true }).click();
  await expect(page.getByText(fault).first()).toBeVisible();
  await expect(page.getByLabel(label, { exact: true }), "nothing is cut").toHaveValue(text);
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a text that is too long is refused with its limit, and comes back whole", async ({ page, stack }) => {
      const { callId } = await makeRows(stack);
      await signIn(page, stack);
      await page.goto(`/admin/super/calls/${callId}`);
      await expectRefused(page, {
        label: "Note on this call",
        most: "2,000",
        button: "Add note",
        fault: "A note needs a text of at most 2,000 characters",
      });
      await page.goto(`/admin/super/note-runs/new?call=${callId}`);
      await expectRefused(page, {
        label: "Note",
        most: "2,000",
        button: "Add note to 1 call",
        fault: "Write a note of at most 2,000 characters",
      });
      await page.goto(`/admin/super/holds/new?call=${callId}`);
      await page.getByLabel("Case").fill("Long");
      await expectRefused(page, {
        label: "Reason",
        most: "500",
        button: "Put on hold",
        fault: "“Reason” is too long. It may have 500 characters",
      });
      await page.goto("/admin/super/dispositions");
      await page.getByLabel("Code", { exact: true }).fill("LONG");
      await expectRefused(page, {
        label: "Name",
        most: "100",
        button: "Add",
        fault: "Enter a code and a name of at most 100 characters",
      });
      await page.goto("/admin/super/field-map?endpoint=lead");
      await expectRefused(page, {
        label: "Note for the audit",
        most: "300",
        button: "Save",
        fault: "The note is longer than 300 characters",
      });
    });
  });
}

test("the name of a view that is too long is refused, and comes back whole", async ({ page, stack }) => {
  await signIn(page, stack);
  await page.goto("/admin/super/calls");
  await page.getByText("Views", { exact: true }).click();
  await expectRefused(page, {
    label: "Save this view as",
    most: "80",
    button: "Save view",
    fault: "A view needs a name of at most 80 characters",
  });
});
