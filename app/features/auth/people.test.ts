import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { findUserByEmail, MAKERS, type User } from "#app/db/people/users.server.ts";
import { env } from "#app/env.server.ts";
import { acceptInvitation, readInvitation } from "#app/features/auth/accept-invitation.server.ts";
import { Access } from "#app/features/auth/access.server.ts";
import { changePassword } from "#app/features/auth/change-password.server.ts";
import { changeUser } from "#app/features/auth/change-user.server.ts";
import { createSignInLink } from "#app/features/auth/create-sign-in-link.server.ts";
import { inviteAgain, inviteUser } from "#app/features/auth/invite-user.server.ts";
import {
  type Admin,
  BUILT_IN_ADMIN,
  closeSessionsOf,
  findSession,
  listSessions,
} from "#app/features/auth/sessions.server.ts";
import { signInWithLink } from "#app/features/auth/sign-in-with-link.server.ts";
import { signInWithPassword } from "#app/features/auth/sign-in-with-password.server.ts";
import type { Role } from "#app/lib/roles.ts";
import { emptyAuditLog } from "#test/change-audit-log.ts";
import { createTestDatabase } from "#test/database.ts";

await createTestDatabase();
const db = await pool();
const admin: Admin = { actor: "admin", role: "admin", userId: null, sourceAddress: "192.0.2.1" };
const newcomer = { sourceAddress: "192.0.2.2", userAgent: "a browser", oldToken: null };
const PASSWORD = "twelve characters";

beforeEach(async () => {
  await db.query(sql.unsafe`delete from users`);
  await emptyAuditLog();
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

test("an invited person sets name and password by the link, once, and is signed in with the invited role", async () => {
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

test("if two people use one invitation at the same time, only one gets in", async () => {
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

test("an admin who can sign in only with single sign-on counts only where that is set", async () => {
  const { user: ann } = await join("ann@example.com", "admin");
  await invite("sso@example.com", "admin");
  await db.query(sql.unsafe`update users set oidc_subject = 'subject' where email = 'sso@example.com'`);
  assert.match((await changeUser(db, ann, "remove", admin)) ?? "", /last admin/);
  const sso = { OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "portal", OIDC_CLIENT_SECRET: "a long secret" };
  Object.assign(env(), sso);
  try {
    assert.equal(await changeUser(db, ann, "remove", admin), null, "both");
    const left = await findUserByEmail(db, "sso@example.com");
    assert.ok(left);
    for (const change of [{ role: "viewer" }, { isDisabled: true }, "remove"] as const) {
      assert.match((await changeUser(db, left, change, admin)) ?? "", /last admin/, "single sign-on alone");
    }
  } finally {
    Object.assign(env(), { OIDC_ISSUER: undefined, OIDC_CLIENT_ID: undefined, OIDC_CLIENT_SECRET: undefined });
  }
});

test("an invitation and a one-time link end with signing out everywhere and with disabling", async () => {
  for (const end of ["sign out", "disable"]) {
    const token = await invite(`${end.replace(" ", "-")}@example.com`);
    const user = await findUserByEmail(db, `${end.replace(" ", "-")}@example.com`);
    assert.ok(user && (await readInvitation(db, token)));
    if (end === "disable") {
      await changeUser(db, user, { isDisabled: true }, admin);
      await changeUser(db, user, { isDisabled: false }, admin);
    } else {
      await closeSessionsOf(db, { actor: user.email, userId: user.id }, admin);
    }
    assert.equal(await readInvitation(db, token), null, end);
  }
  const link = await createSignInLink(db);
  await closeSessionsOf(db, BUILT_IN_ADMIN, admin);
  assert.equal((await signInWithLink(db, link, newcomer)).ok, false);
});

test("a removed user's address is nowhere but in the audit log", async () => {
  const { user } = await join("zelda@example.com");
  const by = user.email;
  await db.query(sql.unsafe`
    insert into replays (created_by, filter, query, state, ended_at, ended_by) values (${by}, '{}', '', 'stopped', now(), ${by})`);
  await db.query(sql.unsafe`
    insert into recording_fetches (created_by, state, ended_at, ended_by) values (${by}, 'stopped', now(), ${by})`);
  await db.query(sql.unsafe`
    insert into note_runs (created_by, text, state, ended_at, ended_by) values (${by}, 'x', 'stopped', now(), ${by})`);
  await db.query(sql.unsafe`
    insert into ledger_fixes (created_by, state, ended_at, ended_by) values (${by}, 'stopped', now(), ${by})`);
  await db.query(sql.unsafe`insert into ledger_windows (starts_at, ends_at) values ('2026-11-20', '2026-11-21')`);
  await db.query(sql.unsafe`
    insert into ledger_differences
      (call_id, window_start, kind, occurred_at, fields, asked_at, since, state, settled_at, settled_by)
    values ('1', '2026-11-20', 'differs', now(), '[]', now(), now(), 'accepted', now(), ${by})`);
  await db.query(
    sql.unsafe`insert into dispositions (code, name, stage, updated_by) values ('ZZ', 'x', 'lost', ${by})`,
  );
  await db.query(
    sql.unsafe`insert into field_maps (endpoint, version, map, created_by) values ('lead', 1, '[]', ${by})`,
  );
  await db.query(sql.unsafe`insert into identity_rules (key, actor) values ('lead:1', ${by})`);
  await db.query(sql.unsafe`insert into erasures (phone, actor) values ('2135550123', ${by})`);
  await signIn(by, "wrong");
  assert.equal(await changeUser(db, user, "remove", admin), null);
  const tables = await db.anyFirst(sql.type(z.object({ name: z.string() }))`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`);
  const naming = [];
  for (const name of tables) {
    const table = sql.identifier([name]);
    if (await db.exists(sql.unsafe`select from ${table} as it where it::text ilike '%zelda%'`)) naming.push(name);
  }
  assert.deepEqual(naming, ["audit_log"]);
});

test("every column that says who made a row is known", async () => {
  const Column = z.object({ table: z.string(), column: z.string() });
  const columns = await db.any(sql.type(Column)`
    select table_name as table, column_name as column
    from information_schema.columns
    where table_schema = 'public' and (column_name like '%\_by' or column_name in ('actor', 'owner', 'author')) and data_type = 'text'
      and table_name not in ('audit_log', 'admin_sessions') and column_name <> 'payload_erased_by'`);
  const known = MAKERS.map(([table, column]) => `${table}.${column}`).sort();
  assert.deepEqual(columns.map(({ table, column }) => `${table}.${column}`).sort(), known);
});

test("another password needs the current one, and ends the other sessions", async () => {
  const { user, token } = await join("ann@example.com");
  const other = await signIn("ann@example.com", PASSWORD);
  assert.ok(other);
  const ann: Admin = { actor: user.email, role: "viewer", userId: user.id, sourceAddress: "192.0.2.2" };
  const wrong = await changePassword(db, ann, { current: "not the password", next: "quite another password" }, token);
  assert.match(wrong ?? "", /current password/i);
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

test("a listener has campaigns, chosen with the role, and loses them with it", async () => {
  const fields = { email: "lea@example.com", name: "", role: "listener" };
  const refused = await inviteUser(db, fields, admin);
  assert.deepEqual(refused, { ok: false, reason: "Choose the campaigns that they may listen to." });
  await db.query(
    sql.unsafe`
      insert into calls (call_id, campaign, occurred_at, created_at, last_event_id)
      values ('C1', 'Solar', now(), now(), gen_random_uuid()), ('C2', 'Roofs', now(), now(), gen_random_uuid())`,
  );
  const unknown = await inviteUser(db, { ...fields, campaigns: ["Solar", "unknown"] }, admin);
  const says = "No call is in the campaign “unknown”. Choose campaigns from the list.";
  assert.deepEqual(unknown, { ok: false, reason: says });
  const invited = await inviteUser(db, { ...fields, campaigns: ["Solar", "Roofs", "Solar"] }, admin);
  assert.ok(invited.ok);
  const { token } = invited;
  const accepted = await acceptInvitation(db, token, { name: "Lea", password: PASSWORD }, newcomer);
  assert.ok(accepted.ok);
  const session = () => findSession(db, accepted.token);
  assert.deepEqual([(await session())?.role, (await session())?.campaigns], ["listener", ["Solar", "Roofs"]]);
  const user = await findUserByEmail(db, fields.email);
  assert.ok(user);
  await db.query(sql.unsafe`delete from calls where call_id = 'C2'`);
  const more = Access.parse({ role: "listener", campaigns: ["Roofs", "Lawns"] });
  assert.match((await changeUser(db, user, more, admin)) ?? "", /“Lawns”/, "what they had before may stay");
  const change = Access.parse({ role: "viewer", campaigns: ["Solar"] });
  assert.equal(await changeUser(db, user, change, admin), null);
  assert.deepEqual([(await session())?.role, (await session())?.campaigns], ["viewer", []]);
});
