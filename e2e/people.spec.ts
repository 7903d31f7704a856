import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

const EMAIL = "vera@example.com";
const PASSWORD = "a password of Vera's own";

test("an admin invites a viewer, who sets a password, reads but cannot act, is promoted, and is out once disabled", async ({
  page: admin,
  browser,
  stack,
}) => {
  test.setTimeout(120_000);
  await signIn(admin, stack);
  await admin.goto("/admin/super");
  await admin.getByText("More", { exact: true }).click();
  await admin.getByRole("link", { name: "People" }).click();
  await admin.getByLabel("E-mail address").fill(EMAIL);
  await admin.getByLabel("Role").selectOption("viewer");
  await admin.getByRole("button", { name: "Create invitation link" }).click();
  const link = (await admin.getByText(/\/invitation\?token=/).textContent()) ?? "";

  // Vera has no JavaScript: everything of hers is plain pages and forms.
  const context = await browser.newContext({ baseURL: stack.portalUrl, javaScriptEnabled: false });
  const vera = await context.newPage();
  await vera.goto(link);
  await vera.getByLabel("Your name").fill("Vera");
  await vera.getByLabel("New password").fill("too short");
  expect(await vera.getByLabel("New password").evaluate((field: HTMLInputElement) => field.validity.valid)).toBe(false);
  await vera.getByLabel("New password").fill(PASSWORD);
  await vera.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(vera).toHaveURL(/\/admin\/super$/);
  await expect(vera.getByText(`signed in as ${EMAIL}`)).toBeVisible();

  await test.step("the link is used up", async () => {
    await vera.goto(link);
    await expect(vera.getByRole("alert")).toContainText("already used");
  });

  await test.step("she signs in with address and password", async () => {
    await vera.goto("/admin/super/leads");
    await vera.getByRole("button", { name: "Sign out" }).click();
    await vera.getByLabel("E-mail address").fill(EMAIL);
    await vera.getByLabel("Password").fill(PASSWORD);
    await vera.getByRole("button", { name: "Sign in" }).click();
    await expect(vera).toHaveURL(/\/admin\/super$/);
  });

  await test.step("a viewer sees no action, and is refused what she posts all the same", async () => {
    await vera.getByText("More", { exact: true }).click();
    await expect(vera.getByRole("link", { name: "Account" })).toBeVisible();
    await expect(vera.getByRole("link", { name: "People" })).toHaveCount(0);
    await vera.goto("/admin/super/leads");
    await expect(vera.getByRole("heading", { name: "Leads" })).toBeVisible();
    await expect(vera.getByText("Export lead data")).toHaveCount(0);
    await vera.goto("/admin/super/test-tools");
    await expect(vera.getByRole("heading", { name: "Lead webhook" })).toBeVisible();
    await expect(vera.getByRole("button", { name: /Send|Clear/ })).toHaveCount(0);
    const headers = { origin: stack.portalUrl };
    for (const path of ["/admin/super/test-tools", "/admin/super/people", "/admin/super/dispositions"]) {
      const answer = await vera.request.post(path, { headers, form: { intent: "clear" }, maxRedirects: 0 });
      expect(answer.status(), path).toBe(403);
    }
    const refused = await vera.goto("/admin/super/people");
    expect(refused?.status()).toBe(403);
    await expect(vera.getByText('This needs the role "admin".')).toBeVisible();
  });

  await admin.goto("/admin/super/people");
  await admin.getByRole("link", { name: "Vera" }).click();
  await expect(admin.getByRole("heading", { name: "Vera" })).toBeVisible();

  await test.step("promoted, she may at once, in the session that she has", async () => {
    await admin.getByLabel("Role").selectOption("operator");
    await admin.getByRole("button", { name: "Save" }).click();
    await expect(admin.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
    await vera.goto("/admin/super/test-tools");
    await vera.getByRole("button", { name: "Send Echo Test" }).click();
    await expect(vera.locator("#echo").getByRole("status")).toContainText("200");
  });

  await test.step("she sees her session, and gives herself another password", async () => {
    await vera.getByText("More", { exact: true }).click();
    await vera.getByRole("link", { name: "Account" }).click();
    await expect(vera.getByRole("table", { name: "Your open sessions" }).getByRole("row")).toHaveCount(2);
    await vera.getByLabel("Current password").fill(PASSWORD);
    await vera.getByLabel("New password").fill("quite another password");
    await vera.getByRole("button", { name: "Change the password" }).click();
    await expect(vera.getByRole("status").filter({ hasText: "Password changed" })).toBeVisible();
  });

  await test.step("disabled, she is out at once, and her password opens nothing", async () => {
    await admin.getByRole("button", { name: "Disable" }).click();
    await expect(admin.getByRole("button", { name: "Enable" })).toBeVisible();
    await vera.goto("/admin/super");
    await expect(vera).toHaveURL(/\/sign-in/);
    await vera.getByLabel("E-mail address").fill(EMAIL);
    await vera.getByLabel("Password").fill("quite another password");
    await vera.getByRole("button", { name: "Sign in" }).click();
    await expect(vera.getByText("Wrong e-mail address or password.")).toBeVisible();
  });
  await context.close();

  await admin.getByRole("button", { name: "Remove" }).click();
  await expect(admin).toHaveURL(/\/admin\/super\/people$/);
  await expect(admin.getByText(EMAIL)).toHaveCount(0);
});

test("an admin invites a supervisor who may listen to one campaign, and neither export nor delete", async ({
  page: admin,
  browser,
  stack,
}) => {
  test.setTimeout(120_000);
  const place = (campaign: string) =>
    stack.simulator.placeCall({ campaign, lengthSeconds: 20, disposition: "SALE", recordingDelaySeconds: 0 });
  const [heard, other] = [place("Heard"), place("Not heard")];
  for (const call of [heard, other]) await stack.simulator.deliver(call, { withRecording: true });
  await signIn(admin, stack);
  await admin.goto("/admin/super/people");
  await admin.getByLabel("E-mail address").fill("sue@example.com");
  await expect(admin.getByLabel("Heard", { exact: true })).toBeHidden();
  await admin.getByLabel("Role").selectOption("listener");
  await admin.getByRole("button", { name: "Create invitation link" }).click();
  await expect(admin.getByRole("alert")).toContainText("Choose the campaigns that they may listen to.");
  await admin.getByLabel("Heard", { exact: true }).check();
  await admin.getByRole("button", { name: "Create invitation link" }).click();
  const link = (await admin.getByText(/\/invitation\?token=/).textContent()) ?? "";

  const context = await browser.newContext({ baseURL: stack.portalUrl, javaScriptEnabled: false });
  const sue = await context.newPage();
  await sue.goto(link);
  await sue.getByLabel("Your name").fill("Sue");
  await sue.getByLabel("New password").fill("a password of Sue's own");
  await sue.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(sue).toHaveURL(/\/admin\/super$/);
  const sound = async (id: string) => (await sue.request.get(`/admin/super/calls/${id}/recording`)).status();

  await sue.goto(`/admin/super/calls/${heard.id}`);
  const facts = sue.getByRole("region", { name: "Call", exact: true });
  await expect(facts).toContainText("Phone");
  await expect(facts).not.toContainText("•••");
  await expect(sue.getByLabel(`Recording of call ${heard.id}`, { exact: true })).toBeVisible();
  await expect(sue.getByRole("button")).toHaveText(["Sign out"]);
  await expect(sue.getByText("You need the role “operator” to write a note.")).toBeVisible();
  expect(await sound(heard.id)).toBe(200);
  await sue.goto(`/admin/super/calls/${other.id}`);
  await expect(facts).toContainText("•••");
  await expect(sue.getByLabel(`Recording of call ${other.id}`, { exact: true })).toHaveCount(0);
  await expect(sue.getByText(/You need the role “operator” to listen, or “listener”/)).toBeVisible();
  expect(await sound(other.id)).toBe(403);
  await sue.goto("/admin/super/calls?campaign=Heard");
  await expect(sue.getByRole("link", { name: `Play the recording of call ${heard.id}` })).toBeVisible();
  await expect(sue.getByText("You need the role “operator” to export.")).toBeVisible();
  expect((await sue.request.get("/admin/super/exports/calls.csv?campaign=Heard")).status()).toBe(403);

  await admin.getByRole("link", { name: "sue@example.com" }).click();
  await admin.getByLabel("Heard", { exact: true }).uncheck();
  await admin.getByLabel("Not heard").check();
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  expect([await sound(heard.id), await sound(other.id)]).toEqual([403, 200]);
  await context.close();
});
