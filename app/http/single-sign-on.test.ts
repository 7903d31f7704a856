import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { sql } from "slonik";
import { pool } from "#app/db/connection/pool.server.ts";
import { findUserByEmail } from "#app/db/people/users.server.ts";
import { env } from "#app/env.server.ts";
import { changeUser } from "#app/features/auth/change-user.server.ts";
import { inviteUser } from "#app/features/auth/invite-user.server.ts";
import { findSession } from "#app/features/auth/sessions.server.ts";
import { leaveForSingleSignOn, returnFromSingleSignOn } from "#app/http/single-sign-on.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { startIdentityProvider } from "#test/identity-provider.ts";

const PORTAL = "https://portal.example.com";
const provider = await startIdentityProvider(`${PORTAL}/sign-in/sso/callback`, {
  ann: { email: "ann@example.com", email_verified: true, name: "Ann" },
  impostor: { email: "ann@example.com", email_verified: true, name: "Not Ann" },
  unverified: { email: "ann@example.com", email_verified: false },
  stranger: { email: "sam@elsewhere.example", email_verified: true, name: "Sam" },
  nameless: {},
});
Object.assign(process.env, {
  OIDC_ISSUER: provider.issuer,
  OIDC_CLIENT_ID: provider.clientId,
  OIDC_CLIENT_SECRET: provider.clientSecret,
});
await createTestDatabase();
const db = await pool();
after(provider.stop);

const admin = { actor: "admin", role: "admin", sourceAddress: null } as const;
const newcomer = { sourceAddress: "192.0.2.1", userAgent: "a browser", oldToken: null };

beforeEach(async () => {
  Object.assign(env(), { OIDC_AUTO_ROLE: undefined, OIDC_ALLOWED_DOMAIN: undefined });
  await db.query(sql.unsafe`delete from users`);
  const invited = await inviteUser(db, { email: "Ann@example.com", name: "", role: "operator" }, admin);
  assert.ok(invited.ok);
});

/** Leaves for the provider. @returns where to, and the cookie that the browser keeps meanwhile */
async function leave(next = "/admin/super/calls"): Promise<{ url: string; cookie: string }> {
  const left = await leaveForSingleSignOn(new Request(`${PORTAL}/sign-in/sso`), next);
  assert.ok(left instanceof Response);
  const [cookie = ""] = left.headers.getSetCookie();
  assert.match(cookie, /^__Host-portal_sso=.*HttpOnly.*Secure.*SameSite=Lax/);
  return { url: left.headers.get("location") ?? "", cookie: cookie.split(";")[0] ?? "" };
}

function comeBack(url: URL | string, cookie: string): Promise<Response | string> {
  return returnFromSingleSignOn(new Request(url, { headers: { cookie } }), db, newcomer);
}

/** @returns who is signed in and where they are sent; in words why nobody is */
async function signIn(
  login: string,
  next?: string,
): Promise<{ actor?: string; role?: string; to?: string | null } | string> {
  const { url, cookie } = await leave(next);
  const returned = await comeBack(await provider.answer(url, login), cookie);
  if (typeof returned === "string") return returned;
  const [, token = ""] = /portal_session=([^;]+)/.exec(returned.headers.getSetCookie().join("\n")) ?? [];
  const value = JSON.parse(Buffer.from(decodeURIComponent(token), "base64").toString());
  const session = await findSession(db, value);
  return { actor: session?.actor, role: session?.role, to: returned.headers.get("location") };
}

test("an invited person signs in at the provider, with the invited role, and reaches the requested page", async () => {
  assert.deepEqual(await signIn("ann"), { actor: "Ann@example.com", role: "operator", to: "/admin/super/calls" });
  assert.equal((await findUserByEmail(db, "ann@example.com"))?.is_invited, false);
});

test("the code is asked for with PKCE, a state and a nonce, new ones each time", async () => {
  const [first, second] = [new URL((await leave()).url), new URL((await leave()).url)];
  assert.equal(first.searchParams.get("code_challenge_method"), "S256");
  for (const name of ["code_challenge", "state", "nonce"]) {
    assert.ok((first.searchParams.get(name) ?? "").length > 30, name);
    assert.notEqual(first.searchParams.get(name), second.searchParams.get(name));
  }
});

test("an answer is of no use in another browser, with another handshake, or a second time", async () => {
  const { url, cookie } = await leave();
  const answer = await provider.answer(url, "ann");
  assert.match(String(await comeBack(answer, "")), /another browser/);
  assert.match(String(await comeBack(answer, (await leave()).cookie)), /could not be used/);
  const forged = new URL(answer);
  forged.searchParams.set("state", "forged");
  assert.match(String(await comeBack(forged, cookie)), /could not be used/);
  assert.ok((await comeBack(answer, cookie)) instanceof Response);
  assert.match(String(await comeBack(answer, cookie)), /could not be used/);
});

test("cancelling at the provider gives a message", async () => {
  assert.match(String(await signIn("cancel")), /cancelled/);
});

test("a person without an invitation gets a message, unless OIDC_AUTO_ROLE makes them a user", async () => {
  assert.match(String(await signIn("stranger")), /not been invited/);
  env().OIDC_AUTO_ROLE = "viewer";
  const signedIn = await signIn("stranger");
  assert.deepEqual(signedIn, { actor: "sam@elsewhere.example", role: "viewer", to: "/admin/super/calls" });
});

test("with OIDC_ALLOWED_DOMAIN nobody of another domain gets in", async () => {
  Object.assign(env(), { OIDC_AUTO_ROLE: "viewer", OIDC_ALLOWED_DOMAIN: "example.com" });
  assert.match(String(await signIn("stranger")), /Only addresses at example\.com/);
  assert.equal(typeof (await signIn("ann")), "object");
});

test("an address that the provider does not vouch for, or does not tell, opens nothing", async () => {
  assert.match(String(await signIn("unverified")), /sent no verified e-mail/);
  assert.match(String(await signIn("nameless")), /sent no verified e-mail/);
});

test("an address that moved to another person at the provider does not take the portal along", async () => {
  assert.equal(typeof (await signIn("ann")), "object");
  assert.match(String(await signIn("impostor")), /another identity/);
});

test("a disabled user does not get in by single sign-on either", async () => {
  const ann = await findUserByEmail(db, "ann@example.com");
  assert.ok(ann);
  await changeUser(db, ann, { isDisabled: true }, admin);
  assert.match(String(await signIn("ann")), /disabled/);
});

test("single sign-on leads to no other site afterwards", async () => {
  const signedIn = await signIn("ann", "//elsewhere.example");
  assert.equal(typeof signedIn === "object" && signedIn.to, "/admin/super");
});
