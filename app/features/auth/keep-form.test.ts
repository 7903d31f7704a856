import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { keepFormOfSession, openKeptForm, releaseKeptForm } from "#app/features/auth/keep-form.server.ts";
import { BUILT_IN_ADMIN, closeSession, openSession } from "#app/features/auth/sessions.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";

await createTestDatabase();
const db = await pool();
const newcomer = { sourceAddress: null, userAgent: null, oldToken: null };
const admin = { actor: "admin", role: "admin", userId: null, sourceAddress: null } as const;
const form = {
  to: "/admin/super/notes",
  page: "/admin/super/calls/1",
  fields: [["text", "about Zenobia"]] as [string, string][],
  why: "signed out" as const,
};

const Id = z.object({ id: z.number() });
const addUser = (email: string, isDisabled = false) =>
  db.oneFirst(sql.type(Id)`
    insert into users (email, name, role, is_disabled) values (${email}, 'Ann', 'operator', ${isDisabled}) returning id`);
const sessionOf = (userId: number) => openSession(db, { actor: "ann@example.com", userId }, "password", newcomer);
const count = () => db.oneFirst(sql.type(z.object({ count: z.number() }))`select count(*) from kept_forms`);

test("a form that is kept opens with its token, for its user, for some minutes, and holds nothing that can be read", async () => {
  const userId = await addUser("ann@example.com");
  const session = await sessionOf(userId);
  await db.query(sql.unsafe`update admin_sessions set last_seen_at = now() - interval '13 hours'`);
  const token = await keepFormOfSession(db, session, form);
  assert.ok(token);
  assert.deepEqual(await openKeptForm(db, token, { ...admin, userId }), form);
  assert.deepEqual(await openKeptForm(db, token, { ...admin, userId }), form, "also after the page was reloaded");
  assert.equal(await openKeptForm(db, token, admin), null);
  assert.equal(await openKeptForm(db, token, { ...admin, userId: userId + 1 }), null);
  assert.equal(await openKeptForm(db, "another token", { ...admin, userId }), null);
  const stored = await db.oneFirst(sql.type(z.object({ text: z.string() }))`
    select encode(sealed, 'escape') as text from kept_forms`);
  assert.ok(!stored.includes("Zenobia"));
  await owner().query(sql.unsafe`update kept_forms set sealed = set_byte(sealed, 30, get_byte(sealed, 30) # 1)`);
  await assert.rejects(openKeptForm(db, token, { ...admin, userId }), "a row that was changed opens no more");
});

test("a kept form expires, and none is kept for strangers and disabled users", async () => {
  const session = await openSession(db, BUILT_IN_ADMIN, "password", newcomer);
  const token = await keepFormOfSession(db, session, form);
  assert.ok(token);
  assert.deepEqual(await openKeptForm(db, token, admin), form);
  assert.deepEqual(await releaseKeptForm(db, token, admin), form);
  assert.equal(await releaseKeptForm(db, token, admin), null, "it is sent once");
  await db.query(sql.unsafe`delete from kept_forms`);
  await db.query(sql.unsafe`
    insert into kept_forms (token_sha256, sealed, expires_at) values ('\\x01', '\\x02', now() - interval '1 second')`);
  assert.equal(await keepFormOfSession(db, "no session", form), null);
  assert.equal(await keepFormOfSession(db, await sessionOf(await addUser("dis@example.com", true)), form), null);
  assert.ok(await keepFormOfSession(db, session, form));
  assert.equal(await count(), 1, "the next form takes those along that have expired");
});

test("a form that somebody sends after they signed out in another tab is kept for them, too", async () => {
  const session = await openSession(db, BUILT_IN_ADMIN, "password", newcomer);
  await closeSession(db, session, admin);
  const token = await keepFormOfSession(db, session, form);
  assert.ok(token);
  assert.deepEqual(await openKeptForm(db, token, admin), form);
});
