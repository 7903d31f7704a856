import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { acceptInvitation } from "#app/features/auth/accept-invitation.server.ts";
import { createSignInLink } from "#app/features/auth/create-sign-in-link.server.ts";
import { inviteUser } from "#app/features/auth/invite-user.server.ts";
import { findSession, isSessionOpen } from "#app/features/auth/sessions.server.ts";
import { signInWithLink } from "#app/features/auth/sign-in-with-link.server.ts";
import { signInWithPassword } from "#app/features/auth/sign-in-with-password.server.ts";
import { createTestDatabase } from "#test/database.ts";

process.env.ADMIN_PASSWORD = "the server's password";
await createTestDatabase();
const db = await pool();
const PASSWORD = "twelve characters";
const from = (sourceAddress: string) => ({ sourceAddress, userAgent: "a browser", oldToken: null });
const try_ = (email: string, password: string, address = "192.0.2.2") =>
  signInWithPassword(db, { email, password }, from(address));

const invited = await inviteUser(
  db,
  { email: "ann@example.com", name: "", role: "viewer" },
  { actor: "admin", role: "admin", sourceAddress: null },
);
assert.ok(invited.ok);
await acceptInvitation(db, invited.token, { name: "Ann", password: PASSWORD }, from("192.0.2.2"));

beforeEach(async () => {
  await db.query(sql.unsafe`delete from sign_in_tries`);
});

test("a user signs in with address and password, the built-in admin with the server's password alone", async () => {
  const ann = await try_("Ann@example.com", PASSWORD);
  assert.ok(ann.ok);
  assert.deepEqual(await findSession(db, ann.token).then((found) => found && [found.actor, found.role]), [
    "ann@example.com",
    "viewer",
  ]);
  const builtIn = await try_("", "the server's password");
  assert.ok(builtIn.ok);
  assert.deepEqual(await findSession(db, builtIn.token), {
    actor: "admin",
    role: "admin",
    campaigns: [],
    userId: null,
  });
});

test("the server's password opens no user's account, and a user's password not the server's", async () => {
  assert.equal((await try_("ann@example.com", "the server's password")).ok, false);
  assert.equal((await try_("", PASSWORD)).ok, false);
});

test("an unknown address, a wrong password, a disabled user and one without a password get the same answer", async () => {
  await inviteUser(
    db,
    { email: "bob@example.com", name: "", role: "viewer" },
    { actor: "admin", role: "admin", sourceAddress: null },
  );
  const answers = [
    await try_("nobody@example.com", PASSWORD),
    await try_("ann@example.com", "wrong"),
    await try_("bob@example.com", ""),
  ];
  await db.query(sql.unsafe`update users set is_disabled = true where email = 'ann@example.com'`);
  answers.push(await try_("ann@example.com", PASSWORD));
  await db.query(sql.unsafe`update users set is_disabled = false`);
  assert.deepEqual(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1);
  assert.equal(answers[0]?.ok, false);
});

test("one address has to wait after ten wrong passwords, whichever accounts it tries; another address need not", async () => {
  for (let count = 0; count < 10; count += 1) await try_(`user${count}@example.com`, "wrong");
  const refused = await try_("ann@example.com", PASSWORD);
  assert.match(refused.ok ? "" : refused.reason, /Too many wrong passwords/);
  assert.equal((await try_("ann@example.com", PASSWORD, "192.0.2.3")).ok, true);
});

test("one account has to wait after twenty wrong passwords, whatever addresses they come from", async () => {
  for (let count = 0; count < 20; count += 1) await try_("ann@example.com", "wrong", `198.51.100.${count}`);
  const refused = await try_("ann@example.com", PASSWORD, "203.0.113.9");
  assert.match(refused.ok ? "" : refused.reason, /Too many wrong passwords/);
  assert.equal((await try_("", "the server's password", "203.0.113.9")).ok, true);
});

test("no spelling of an address is another account, known or unknown, and no address of one /64 another source", async () => {
  await db.query(sql.unsafe`insert into users (email, name, role) values ('iris@example.com', 'Iris', 'viewer')`);
  // PostgreSQL folds İ to i where its locale says so, JavaScript to i and a dot.
  const spellings = ["IRIS@example.com", "iris@EXAMPLE.com", "İris@example.com", "irİs@example.com"];
  const known = [];
  for (const spelling of spellings) {
    if (await db.exists(sql.unsafe`select where lower(${spelling}) = 'iris@example.com'`)) known.push(spelling);
  }
  for (const address of ["iris@example.com", ...known]) await try_(address, "wrong", `198.51.100.${address.length}`);
  const account = await db.anyFirst(sql.type(z.object({ points: z.number() }))`
    select points from sign_in_tries where key like 'account:%'`);
  assert.deepEqual(account, [known.length + 1]);
  for (let count = 0; count < 10; count += 1) await try_(`u${count}@example.com`, "wrong", `2001:db8:0:7:${count}::1`);
  const refused = await try_("ann@example.com", PASSWORD, "2001:db8:0:7:ffff::2");
  assert.match(refused.ok ? "" : refused.reason, /Too many wrong passwords/);
  assert.equal((await try_("ann@example.com", PASSWORD, "2001:db8:0:8::2")).ok, true);
});

test("the built-in admin's sessions end when the server's password changes", async () => {
  const byPassword = await try_("", "the server's password");
  const byLink = await signInWithLink(db, await createSignInLink(db), from("192.0.2.2"));
  assert.ok(byPassword.ok && byLink.ok);
  const ann = await try_("ann@example.com", PASSWORD);
  assert.ok(ann.ok);
  const settings = env();
  const before = settings.ADMIN_PASSWORD;
  settings.ADMIN_PASSWORD = "another password";
  try {
    for (const { token } of [byPassword, byLink]) {
      assert.equal(await findSession(db, token), null);
      assert.equal(await isSessionOpen(db, token), false);
    }
    assert.ok(await findSession(db, ann.token));
  } finally {
    settings.ADMIN_PASSWORD = before;
  }
  assert.ok(await findSession(db, byPassword.token));
});

test("tries that come at the same moment are all counted", async () => {
  const answers = await Promise.all(Array.from({ length: 15 }, () => try_("", "wrong")));
  const waiting = answers.filter((answer) => !answer.ok && answer.reason.includes("Too many"));
  assert.equal(waiting.length, 5);
});

test("the counts are in the database, where every web process finds them", async () => {
  await try_("", "wrong");
  assert.equal(
    await db.exists(sql.unsafe`select from sign_in_tries where key = 'address:192.0.2.2' and points = 1`),
    true,
  );
});

test("signing in ends the session that this browser had", async () => {
  const first = await signInWithLink(db, await createSignInLink(db), from("192.0.2.2"));
  assert.ok(first.ok);
  const second = await signInWithPassword(
    db,
    { email: "", password: "the server's password" },
    { ...from("192.0.2.2"), oldToken: first.token },
  );
  assert.ok(second.ok && second.token !== first.token);
  assert.equal(await findSession(db, first.token), null);
  assert.ok(await findSession(db, second.token));
});

test("a session is over after a week, and after twelve hours without a click", async () => {
  const idle = await try_("", "the server's password");
  const old = await try_("", "the server's password");
  assert.ok(idle.ok && old.ok);
  await db.query(sql.unsafe`update admin_sessions set last_seen_at = now() - interval '11 hours 59 minutes'`);
  assert.ok(await findSession(db, old.token), "whose use starts the twelve hours again");
  await db.query(sql.unsafe`update admin_sessions set last_seen_at = last_seen_at - interval '2 minutes'`);
  assert.equal(await findSession(db, idle.token), null);
  assert.ok(await findSession(db, old.token));
  await db.query(sql.unsafe`update admin_sessions set expires_at = expires_at - interval '7 days'`);
  assert.equal(await findSession(db, old.token), null);
});

test("neither password nor token is stored as it is", async () => {
  const session = await try_("", "the server's password");
  assert.ok(session.ok);
  const everything = await db.oneFirst(sql.type(z.object({ all: z.string() }))`
    select (select jsonb_agg(to_jsonb(users)) from users)::text || (select jsonb_agg(to_jsonb(s)) from admin_sessions s)::text
      || (select jsonb_agg(to_jsonb(a)) from audit_log a)::text as all`);
  for (const secret of [PASSWORD, session.token, "the server's password"]) {
    assert.ok(!everything.includes(secret) && !everything.includes(Buffer.from(secret).toString("hex")));
  }
});
