import { expect, test } from "./fixtures.ts";
import { openAdminSession, postForm } from "./people.ts";
import { query } from "./query.ts";
import { signIn } from "./sign-in.ts";

const FILES = ["/admin/super/exports/leads.csv", "/admin/super/calls/test-1/recording"];
const PORTAL = [
  "/admin/super",
  "/admin/super/webhook-logs",
  "/admin/super/leads",
  "/admin/super/calls",
  "/admin/super/test-tools",
];

test("without a session every page leads to the sign-in, a file says so in plain text, and nothing is shown", async ({
  request,
}) => {
  for (const path of FILES) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect([answer.status(), answer.headers()["content-type"]], path).toEqual([401, "text/plain; charset=utf-8"]);
    expect(answer.headers()["content-disposition"]).toBeUndefined();
    expect(await answer.text()).toContain("Your session has ended. Sign in to the portal");
  }
  for (const path of PORTAL) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect(answer.status(), path).toBe(302);
    expect(answer.headers().location).toBe(`/sign-in?next=${encodeURIComponent(path)}`);
  }
});

test("a wrong password is told so; the right one leads to the page that was wanted; signing out ends it", async ({
  page,
  stack,
}) => {
  await page.goto("/admin/super/calls?disposition=SALE");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Wrong", { exact: false }).first()).toBeVisible();
  await page.getByLabel("Password").fill(stack.adminPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/admin\/super\/calls\?disposition=SALE$/);
  const session = (await page.context().cookies()).find(({ name }) => name.includes("session"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.context().addCookies(session ? [session] : []);
  await page.goto("/admin/super");
  await expect(page, "the old session is over on the server too").toHaveURL(/\/sign-in/);
});

test("nobody can claim another address than the one they come from", async ({ request, stack }) => {
  const forged = { "portal-peer": "203.0.113.9", "x-forwarded-for": "203.0.113.9", origin: stack.portalUrl };
  await request.post("/sign-in", { headers: forged, form: { password: "not the password" } });
  const cookie = await openAdminSession(stack);
  const refused = await request.get("/admin/super/audit?action=sign+in+refused", { headers: { cookie } });
  const text = await refused.text();
  expect(text).toContain("127.0.0.1");
  expect(text).not.toContain("203.0.113.9");
});

test("a one-time link works once, by its button, and not because somebody or something opens it", async ({
  browser,
  request,
  stack,
}) => {
  const link = await stack.printSignInLink();
  for (const method of ["HEAD", "GET"]) {
    const looked = await request.fetch(link, { method, maxRedirects: 0 });
    expect([looked.status(), looked.headers()["set-cookie"]]).toEqual([200, undefined]);
  }
  for (const url of [/\/admin\/super$/, /\/sign-in/]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(link);
    await page.getByRole("button", { name: "Sign in with this link" }).click();
    await expect(page).toHaveURL(url);
    await context.close();
  }
});

test("a link can not send an admin to another site", async ({ page, stack }) => {
  for (const next of ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"]) {
    await page.context().clearCookies();
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByLabel("Password").fill(stack.adminPassword);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(/\/admin\/super$/);
  }
});

test("a form that another site sends in the admin's name is refused", async ({ page, stack }) => {
  await signIn(page, stack);
  const foreign: Record<string, string>[] = [
    { Origin: "https://elsewhere.example" },
    { Origin: "null" },
    { "Sec-Fetch-Site": "cross-site" },
  ];
  for (const headers of foreign) {
    for (const path of ["/admin/super/test-tools", "/admin/super/test-tools.data", "/sign-out"]) {
      const answer = await page.request.post(path, { headers, form: { intent: "clear" }, maxRedirects: 0 });
      expect(answer.status(), `${path} ${JSON.stringify(headers)}`).toBe(403);
    }
  }
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";

  test(`a form that is sent after the session has ended is filled in again after signing in, ${how} JavaScript`, async ({
    browser,
    stack,
  }) => {
    const text = `Written ${how} a session,\nby "zoe@example.com" & <b>`;
    const call = stack.simulator.placeCall({ lengthSeconds: 20 });
    await stack.simulator.deliver(call);
    const context = await browser.newContext({ baseURL: stack.portalUrl, javaScriptEnabled });
    const page = await context.newPage();
    await signIn(page, stack);
    await page.goto(`/admin/super/calls/${call.id}`);
    await query(stack, "delete from kept_forms"); // those of other tests
    await query(stack, "update admin_sessions set last_seen_at = now() - interval '13 hours'");
    const box = page.getByLabel("Note on this call");
    await box.fill(text);
    await page.getByRole("button", { name: "Add note" }).click();
    await expect(page.getByText("What you entered is kept")).toBeVisible();
    expect(page.url()).not.toContain("Written");
    const rows = await query(stack, "select encode(sealed, 'escape') as sealed from kept_forms");
    expect(rows).toHaveLength(1);
    expect(rows[0]?.sealed).not.toContain("zoe");
    await page.getByLabel("Password").fill(stack.adminPassword);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("Your session had ended when you sent this")).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/calls/${call.id}$`));
    await expect(box).toHaveValue(text);
    await expect(box).toBeFocused();
    const other = await context.newPage();
    await other.goto("/admin/super/leads");
    await other.getByRole("link", { name: "Go back to it" }).click();
    await expect(other.getByLabel("Note on this call")).toHaveValue(text);

    await page.getByRole("button", { name: "Add note" }).click();
    await expect(page.getByText("The note was added")).toBeVisible();
    await expect(page.locator("#notes")).toContainText(text);
    await expect(page.getByText("Your session had ended")).toHaveCount(0);
    await expect(box).toHaveValue("");
    await other.getByRole("button", { name: "Add note" }).click();
    await expect(other.getByText("This form was already sent")).toBeVisible();
    await expect(other.locator("#notes li"), "it is sent once").toHaveCount(1);
    await context.close();
  });

  test(`what is typed while somebody signs out in another tab comes back, as does a form that its page has no more, ${how} JavaScript`, async ({
    browser,
    stack,
  }) => {
    const context = await browser.newContext({ baseURL: stack.portalUrl, javaScriptEnabled });
    const page = await context.newPage();
    await signIn(page, stack);
    await page.goto("/admin/super/people");
    await page.getByLabel("E-mail address").fill(`kept-${how}@example.com`);
    await page.getByLabel("Role").selectOption("operator");
    const other = await context.newPage();
    await other.goto("/admin/super");
    await other.getByRole("button", { name: "Sign out" }).click();
    await expect(other.getByText("You are signed out")).toBeVisible();
    await page.getByRole("button", { name: "Create invitation link" }).click();
    await page.getByLabel("Password").fill(stack.adminPassword);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByLabel("E-mail address")).toHaveValue(`kept-${how}@example.com`);
    await expect(page.getByLabel("Role")).toHaveValue("operator");
    await page.getByRole("link", { name: "See all that you entered" }).click();
    await expect(page.getByRole("heading", { name: "Not sent yet" })).toBeVisible();
    await expect(page.locator("main")).toContainText(`kept-${how}@example.com`);
    await page.getByRole("button", { name: "Discard, and go back to the page" }).click();
    await expect(page.getByText("The form was discarded")).toBeVisible();
    await expect(page).toHaveURL(/\/admin\/super\/people$/);
    await expect(page.getByLabel("E-mail address")).toHaveValue("");

    await page.goto("/admin/super/dispositions");
    const code = `GONE-${how}`;
    const [jar] = [await context.cookies()];
    const cookie = jar.map(({ name, value }) => `${name}=${value}`).join("; ");
    await other.goto("/admin/super");
    await other.getByRole("button", { name: "Sign out" }).click();
    await expect(other.getByText("You are signed out")).toBeVisible();
    const headers = { cookie, referer: `${stack.portalUrl}/admin/super/dispositions` };
    const form = { intent: "remove", code };
    const refused = await postForm(`${stack.portalUrl}/admin/super/dispositions`, form, headers);
    const unsent = /portal_unsent=([^;]+)/.exec(refused.headers.getSetCookie().join("\n"))?.[1] ?? "";
    await context.addCookies([{ name: "portal_unsent", value: unsent, url: stack.portalUrl }]);
    await signIn(page, stack);
    await page.goto("/admin/super/dispositions");
    await expect(page.getByText("has no such form any more")).toBeVisible();
    await page.getByRole("button", { name: "Send now" }).click();
    await expect(page.getByText(`${code} was removed`)).toBeVisible();
    await context.close();
  });
}

test("a form that the portal never answered is in the page that says so, and is filled in again from there", async ({
  page,
  stack,
}) => {
  const call = stack.simulator.placeCall({ lengthSeconds: 20 });
  await stack.simulator.deliver(call);
  await signIn(page, stack);
  await page.goto(`/admin/super/calls/${call.id}`);
  const box = page.getByLabel("Note on this call");
  await box.fill("Written while the portal restarted");
  await page.route(/notes\.data/, (route) => route.abort());
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(page.getByText("The portal did not confirm what you entered")).toBeVisible();
  await page.unroute(/notes\.data/);
  await page.getByRole("button", { name: "Back to the form" }).click();
  await expect(box).toHaveValue("Written while the portal restarted");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(page.getByText("The note was added")).toBeVisible();
  await expect(page.locator("#notes li")).toHaveCount(1);
});

for (const javaScriptEnabled of [true, false]) {
  test(`a note that is too long comes back in its box, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    browser,
    stack,
  }) => {
    const call = stack.simulator.placeCall({ lengthSeconds: 20 });
    await stack.simulator.deliver(call);
    const context = await browser.newContext({ baseURL: stack.portalUrl, javaScriptEnabled });
    const page = await context.newPage();
    await signIn(page, stack);
    const text = "long ".repeat(500);
    const box = page.getByRole("textbox", { name: /^Note/ });
    for (const path of [`calls/${call.id}`, `note-runs/new?call=${call.id}`]) {
      await page.goto(`/admin/super/${path}`);
      await box.evaluate((element) => element.removeAttribute("maxlength"));
      await box.fill(text);
      await page.getByRole("button", { name: /^Add note/ }).click();
      await expect(page.getByText(/of at most 2,000 characters/)).toBeVisible();
      await expect(box).toHaveValue(text);
    }
    await context.close();
  });
}

test("a password that is sent after the session has ended is not kept, and nothing of a stranger is", async ({
  stack,
}) => {
  const cookie = await openAdminSession(stack);
  await query(stack, "delete from kept_forms"); // those of other tests
  await query(stack, "update admin_sessions set last_seen_at = now() - interval '13 hours'");
  const password = { intent: "password", current: "the old password", next: "the new password" };
  const note = { what: "call", id: "1", text: "a note" };
  for (const [path, form, headers] of [
    ["account", password, { cookie }],
    ["notes", note, {}],
    ["notes", note, { cookie: "portal_session=made-up" }],
  ] as const) {
    const answer = await postForm(`${stack.portalUrl}/admin/super/${path}`, form, headers);
    expect(answer.headers.get("location")).toBe("/sign-in?next=%2Fadmin%2Fsuper");
    expect(answer.headers.getSetCookie().join()).not.toContain("unsent");
  }
  expect(await query(stack, "select from kept_forms")).toHaveLength(0);
});
