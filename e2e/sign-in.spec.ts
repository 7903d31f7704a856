import { expect, test } from "./fixtures.ts";
import { openAdminSession } from "./people.ts";
import { signIn } from "./sign-in.ts";

const PORTAL = [
  "/admin/super",
  "/admin/super/webhook-logs",
  "/admin/super/leads",
  "/admin/super/exports/leads.csv",
  "/admin/super/calls",
  "/admin/super/calls/test-1/recording",
  "/admin/super/test-tools",
];

test("without a session every page, export and recording leads to the sign-in, and nothing of it is shown", async ({
  request,
}) => {
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
  await expect(page.getByText("not the password", { exact: false }).first()).toBeVisible();
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

test("a one-time link works once", async ({ browser, stack }) => {
  const link = await stack.printSignInLink();
  for (const url of [/\/admin\/super$/, /\/sign-in/]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(link);
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
