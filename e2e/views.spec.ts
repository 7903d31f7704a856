import { expect, test } from "./fixtures.ts";
import { addPerson, openAdminSession, openSessionOf, postForm } from "./people.ts";
import { signIn } from "./sign-in.ts";

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("filters are kept under a name, opened by it, replaced and removed, and the audit says so", async ({
      page,
      stack,
    }) => {
      const name = javaScriptEnabled ? "Sales of today" : "Sales of this day";
      await signIn(page, stack);
      await page.goto("/admin/super/calls?disposition=SALE&range=today&zone=UTC");
      const views = page.locator("summary", { hasText: "Views" });
      await views.click();
      await page.getByLabel("Save this view as").fill(name);
      await page.getByRole("button", { name: "Save view" }).click();
      await expect(page.getByText("The view was saved")).toBeVisible();
      await expect(page).toHaveURL(/disposition=SALE/);

      await page.goto("/admin/super/calls");
      await views.click();
      await page.getByRole("link", { name }).click();
      await expect(page).toHaveURL(/disposition=SALE&range=today&zone=UTC$/);
      await expect(page.getByRole("list", { name: "Picked filters" })).toContainText("When: Today");
      await views.click();
      await page.getByRole("button", { name: `Remove view ${name}` }).click();
      await expect(page.getByText("The view was removed")).toBeVisible();
      await page.goto("/admin/super/audit");
      await expect(page.getByRole("row").filter({ hasText: name })).toHaveText([/Removed view/, /Saved view/]);
    });
  });
}

test("a view is its owner's unless it is shared, and no phone is shared with one", async ({ stack }) => {
  const admin = await openAdminSession(stack);
  const viewer = await openSessionOf(stack, await addPerson(stack, admin, "views@example.com", "viewer"));
  const address = `${stack.portalUrl}/admin/super/views`;
  const save = (cookie: string, form: Record<string, string>) =>
    postForm(address, { list: "leads", ...form }, { cookie });
  await save(admin, { name: "Mine alone", query: "campaign=A" });
  await save(admin, { name: "Ours", query: "campaign=B", shared: "yes" });
  await save(admin, { name: "View with a phone", query: "search=239-555-0142", shared: "yes" });
  await save(viewer, { name: "From a viewer", query: "campaign=C", shared: "yes" });
  const seen = async (cookie: string) =>
    (await fetch(`${stack.portalUrl}/admin/super/leads`, { headers: { cookie } })).text();
  const [ofAdmin, ofViewer] = [await seen(admin), await seen(viewer)];
  expect(ofAdmin).toContain("Mine alone");
  expect(ofViewer).not.toContain("Mine alone");
  expect(ofViewer).toContain("Ours");
  for (const text of ["View with a phone", "From a viewer"]) {
    expect(ofAdmin).not.toContain(text);
    expect(ofViewer).not.toContain(text);
  }
  const id = /name="id" value="(\d+)"/.exec(ofAdmin)?.[1] ?? "";
  await save(viewer, { intent: "remove", id });
  expect(await seen(admin)).toContain("Mine alone");
});
