import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/pool.server.ts";
import { findUserByEmail, type User } from "#app/db/users.server.ts";
import { acceptInvitation, readInvitation } from "#app/features/auth/accept-invitation.server.ts";
import { changePassword } from "#app/features/auth/change-password.server.ts";
import { changeUser } from "#app/features/auth/change-user.server.ts";
import { inviteAgain, inviteUser } from "#app/features/auth/invite-user.server.ts";
import { type Admin, closeSessionsOf, findSession, listSessions } from "#app/features/auth/sessions.server.ts";
import { signInWithPassword } from "#app/features/auth/sign-in-with-password.server.ts";
import type { Role } from "#app/lib/roles.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyAuditLog } from "#test/empty-audit-log.ts";

await createTestDatabase();
const db = await pool();
const admin: Admin = { actor: "admin", role: "admin", userId: null, sourceAddress: "192.0.2.1" };
const newcomer = { sourceAddress: "192.0.2.2", userAgent: "a browser", oldToken: null };
const PASSWORD = "twelve characters";

beforeEach(async () => {
  await db.query(sql.unsafe`delete from users`);
  await emptyAuditLog(db);
  await db.query(sql.unsafe`delete from sign_in_tries`);
});

async function invite(email: string, role: Role = "viewer"): Promise<string> {
  const invited = await inviteUser(db, { email, name: "", role }, admin);
  assert.ok(invited.ok);
  return invited.token;
}

async function join(email: string, role: Role = "viewer"): Promise<{ user: User; token: string }> {
  const accepted = await acceptInvitation(db, await invite(email, role), { name: "Ann", password: PASSWORD }, newcomer);
  const user = await findUserByEmail(db, email);
  assert.ok(accepted.ok && user);
  return { user, token: accepted.token };
}

async function signIn(email: string, password: string): Promise<string | null> {
  const result = await signInWithPassword(db, { email, password }, newcomer);
  return result.ok ? result.token : null;
}

function auditedActions(): Promise<readonly string[]> {
  return db.anyFirst(sql.type(z.object({ action: z.string() }))`select action from audit_log order by id`);
}

test("who is invited sets name and password by the link, once, and is signed in with the invited role", async () => {
  const link = await invite("ann@example.com", "operator");
  assert.equal((await readInvitation(db, link))?.email, "ann@example.com");
  assert.equal((await findUserByEmail(db, "ANN@example.com"))?.is_invited, true);
  const accepted = await acceptInvitation(db, link, { name: "Ann", password: PASSWORD }, newcomer);
  assert.ok(accepted.ok);
  const session = await findSession(db, accepted.token);
  assert.deepEqual([session?.actor, session?.role], ["ann@example.com", "operator"]);
  assert.equal((await acceptInvitation(db, link, { name: "Eve", password: PASSWORD }, newcomer)).ok, false);
  assert.equal((await findUserByEmail(db, "ann@example.com"))?.name, "Ann");
  assert.deepEqual(await auditedActions(), ["invite user", "accept invitation", "sign in"]);
});

test("of two who use one invitation at the same time, one gets in", async () => {
  const link = await invite("ann@example.com");
  const both = ["Ann", "Eve"].map((name) => acceptInvitation(db, link, { name, password: PASSWORD }, newcomer));
  assert.deepEqual((await Promise.all(both)).map(({ ok }) => ok).sort(), [false, true]);
});

test("an invitation ends after a week, when a newer one is made, and when its user is disabled", async () => {
  const first = await invite("ann@example.com");
  const user = await findUserByEmail(db, "ann@example.com");
  assert.ok(user);
  const second = await inviteAgain(db, user, admin);
  assert.ok(second.ok);
  assert.equal(await readInvitation(db, first), null);
  await changeUser(db, user, { isDisabled: true }, admin);
  assert.equal((await acceptInvitation(db, second.token, { name: "Ann", password: PASSWORD }, newcomer)).ok, false);
  await changeUser(db, user, { isDisabled: false }, admin);
  await db.query(sql.unsafe`update user_invitations set expires_at = expires_at - interval '7 days'`);
  assert.equal((await acceptInvitation(db, second.token, { name: "Ann", password: PASSWORD }, newcomer)).ok, false);
});

test("a password needs 12 characters, and the refused form leaves the invitation as it is", async () => {
  const link = await invite("ann@example.com");
  const short = await acceptInvitation(db, link, { name: "Ann", password: "elevenchars" }, newcomer);
  assert.match(short.ok ? "" : short.reason, /12 characters/);
  assert.equal((await acceptInvitation(db, link, { name: "Ann", password: PASSWORD }, newcomer)).ok, true);
});

test("an address is invited once, whatever the case of its letters, and must be one", async () => {
  await invite("ann@example.com");
  assert.equal((await inviteUser(db, { email: "Ann@Example.com", name: "", role: "viewer" }, admin)).ok, false);
  assert.equal((await inviteUser(db, { email: "no address", name: "", role: "viewer" }, admin)).ok, false);
  assert.equal((await inviteUser(db, { email: "bob@example.com", name: "", role: "owner" }, admin)).ok, false);
});

test("a link for another password ends the sessions that the old one opened", async () => {
  const { user, token } = await join("ann@example.com");
  const again = await inviteAgain(db, user, admin);
  assert.ok(again.ok);
  assert.ok(await findSession(db, token));
  await acceptInvitation(db, again.token, { name: "Ann", password: "quite another password" }, newcomer);
  assert.equal(await findSession(db, token), null);
  assert.equal(await signIn("ann@example.com", PASSWORD), null);
});

test("open sessions follow their user's role and end when the user is disabled or removed", async () => {
  const { user, token } = await join("ann@example.com");
  await changeUser(db, user, { role: "admin" }, admin);
  assert.equal((await findSession(db, token))?.role, "admin");
  await join("bob@example.com", "admin");
  await changeUser(db, user, { role: "viewer" }, admin);
  assert.equal((await findSession(db, token))?.role, "viewer");
  await changeUser(db, user, { isDisabled: true }, admin);
  assert.equal(await findSession(db, token), null);
  assert.equal(await signIn("ann@example.com", PASSWORD), null);
  await changeUser(db, user, { isDisabled: false }, admin);
  assert.equal(await findSession(db, token), null, "an ended session stays ended");
  const again = await signIn("ann@example.com", PASSWORD);
  assert.ok(again);
  await changeUser(db, user, "remove", admin);
  assert.equal(await findSession(db, again), null);
});

test("without ADMIN_PASSWORD the last admin who can sign in stays one", async () => {
  const { user: ann } = await join("ann@example.com", "admin");
  await invite("bob@example.com", "admin"); // who has not set a password, and cannot help
  for (const change of [{ role: "viewer" }, { isDisabled: true }, "remove"] as const) {
    assert.match((await changeUser(db, ann, change, admin)) ?? "", /last admin/);
  }
  const { user: cid } = await join("cid@example.com", "admin");
  const both = [ann, cid].map((user) => changeUser(db, user, { role: "viewer" }, admin));
  const refused = (await Promise.all(both)).filter((reason) => reason !== null);
  assert.equal(refused.length, 1, "two at once cannot both step down");
});

test("another password needs the current one, and ends the other sessions", async () => {
  const { user, token } = await join("ann@example.com");
  const other = await signIn("ann@example.com", PASSWORD);
  assert.ok(other);
  const ann: Admin = { actor: user.email, role: "viewer", userId: user.id, sourceAddress: "192.0.2.2" };
  const wrong = await changePassword(db, ann, { current: "not the password", next: "quite another password" }, token);
  assert.match(wrong ?? "", /current password/);
  assert.ok(await findSession(db, other));
  assert.equal(await changePassword(db, ann, { current: PASSWORD, next: "quite another password" }, token), null);
  assert.equal(await findSession(db, other), null);
  assert.ok(await findSession(db, token));
  assert.equal(await signIn("ann@example.com", PASSWORD), null);
  assert.ok(await signIn("ann@example.com", "quite another password"));
});

test("signing out everywhere ends a user's sessions and nobody else's", async () => {
  const ann = await join("ann@example.com");
  const bob = await join("bob@example.com");
  const second = await signIn("ann@example.com", PASSWORD);
  assert.ok(second);
  const asAnn: Admin = { actor: ann.user.email, role: "viewer", userId: ann.user.id, sourceAddress: null };
  const listed = await listSessions(db, asAnn, second);
  assert.deepEqual(listed.map(({ is_current, user_agent }) => [is_current, user_agent]).sort(), [
    [false, "a browser"],
    [true, "a browser"],
  ]);
  assert.equal(await closeSessionsOf(db, { actor: ann.user.email, userId: ann.user.id }, asAnn, second), 1);
  assert.equal(await findSession(db, ann.token), null);
  assert.ok(await findSession(db, second));
  assert.ok(await findSession(db, bob.token));
});
