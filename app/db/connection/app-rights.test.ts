import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import pg from "pg";
import { sql } from "slonik";
import { z } from "zod";
import { APP_RIGHTS } from "#app/db/connection/app-rights.server.ts";
import { bringUpToDate } from "#app/db/connection/bring-up-to-date.server.ts";
import { grantRights, listRights, wantedRights } from "#app/db/connection/grant-rights.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { APP_ROLE, appUrlOf } from "#scripts/postgres/app-role.ts";
import { changeAuditLog, emptyAuditLog } from "#test/change-audit-log.ts";
import { cloneDatabase } from "#test/clone-database.ts";
import { createTestDatabase, owner } from "#test/database.ts";

const { url } = await createTestDatabase();
const db = await pool();
await bringUpToDate({ owner: { connectionString: url } }); // rights on a database are not copied with it
beforeEach(() => emptyAuditLog());

/** Somebody who got hold of the portal's role, on a connection of their own. */
async function attack(...statements: string[]): Promise<void> {
  const client = new pg.Client(appUrlOf(url));
  await client.connect();
  try {
    await client.query("begin");
    for (const statement of statements) await client.query(statement);
    await client.query("commit");
  } finally {
    await client.end();
  }
}

const Entry = z.object({ id: z.number(), at: z.date(), action: z.string(), target: z.string().nullable() });
const Details = z.object({ details: z.record(z.string(), z.unknown()) });
const entries = () => db.any(sql.type(Entry.extend(Details.shape))`select * from audit_log order by id`);
const SIGN_IN =
  "insert into audit_log (actor, action, target, details) values ('Ann', 'sign in', 'x', '{\"by\":\"password\"}')";
const EXPORT =
  "insert into audit_log (actor, action, details) values ('Ann', 'export leads', '{\"rows\":9,\"search\":\"quill\"}')";
const CERTIFICATE = "insert into audit_log (actor, action) values ('Ann', 'erase person')";
const FORGED = "insert into erasures (state, phone, actor) values ('erasing', '+12135550123', 'Mallory')";
const erase = (pattern: string) => `
  select erase_from_audit(max(erasures.id), array(select id from audit_log), '${pattern}', '{}') from erasures`;

test("the portal's role has the rights that are written down, and no table lacks a decision", async () => {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query("select current_setting('server_version_num')::int as version");
  assert.deepEqual(await listRights(client, APP_ROLE), wantedRights(rows[0].version));
  await client.end();
  const relations = await db.anyFirst(sql.type(z.object({ name: z.string() }))`
    select concat(nullif(nspname, 'public') || '.', relname) as name
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname in ('public', 'graphile_worker') and relkind in ('r', 'p', 'v', 'm', 'f')`);
  const decided = Object.keys(APP_RIGHTS).filter((name) => !name.endsWith("_seq"));
  assert.deepEqual(decided.sort(), [...relations].sort());
});

test("a right that was given besides, or taken, is put right at the next start, and only then something is done", async () => {
  const other = await cloneDatabase(url);
  const roles = { owner: { connectionString: other.url }, app: { connectionString: other.appUrl } };
  const client = new pg.Client(other.url);
  await client.connect();
  try {
    const wanted = await listRights(client, APP_ROLE);
    await client.query(
      `grant update, delete, truncate on audit_log to ${APP_ROLE}; revoke select on calls from ${APP_ROLE}`,
    );
    assert.notDeepEqual(await listRights(client, APP_ROLE), wanted);
    assert.deepEqual(await bringUpToDate(roles), { ran: [], isOwner: false });
    assert.deepEqual(await listRights(client, APP_ROLE), wanted);
    const mark = async () => (await client.query("select xmin from pg_class where relname = 'audit_log'")).rows;
    const before = await mark();
    await grantRights(client, APP_ROLE);
    assert.deepEqual(await mark(), before);
  } finally {
    await client.end();
    await other.drop();
  }
});

const ATTACKS = {
  "blank the log": "update audit_log set details = '{}'",
  "delete from it": "delete from audit_log",
  "delete what is old": "delete from audit_log where at < now() - interval '40 days'",
  "truncate it": "truncate audit_log cascade",
  "turn its triggers off": "alter table audit_log disable trigger user",
  "skip its triggers": "set session_replication_role = replica",
  "drop a trigger": "drop trigger audit_log_rows on audit_log",
  "replace the function that guards it":
    "create or replace function guard_audit_log() returns trigger language plpgsql as 'begin return new; end'",
  "replace the function that stamps it":
    "create or replace function stamp_audit_entry() returns trigger language plpgsql as 'begin return new; end'",
  "make a function beside the portal's":
    "create function fold_text(varchar) returns text language sql as 'select null'",
  "make a table beside the portal's": "create table mine ()",
  "make a schema": "create schema mine",
  "make a table of its session": "create temporary table audit_log ()",
  "become the owner": "set role portal",
  "give itself a right": `grant update on audit_log to ${APP_ROLE}; update audit_log set details = '{}'`,
  "own the log": `alter table audit_log owner to ${APP_ROLE}`,
  "drop it": "drop table audit_log cascade",
  "date an entry": "insert into audit_log (at, actor, action) values ('2001-01-01', 'Ann', 'sign in')",
  "number an entry": "insert into audit_log (id, actor, action) overriding system value values (-1, 'Ann', 'sign in')",
  "write a certificate": CERTIFICATE,
  "change the list of migrations": "delete from schema_migrations",
  "change the key of digests": "update digest_key set key = ''",
};

test("the portal's role can neither change what is in the audit log nor what guards it", async () => {
  await attack(SIGN_IN);
  const before = await entries();
  for (const [what, statement] of Object.entries(ATTACKS)) {
    await assert.rejects(attack(statement), { code: "42501" }, what);
    assert.deepEqual(await entries(), before, what);
  }
});

test("an entry has the server's time, however long its transaction has been open", async () => {
  await attack("select now()", "select pg_sleep(0.2)", SIGN_IN);
  const [entry] = await entries();
  const late = await db.oneFirst(sql.type(z.object({ late: z.boolean() }))`
    select ${entry?.at.toISOString() ?? ""}::timestamptz > now() - interval '0.2 seconds' as late`);
  assert.ok(late);
});

test("a forged erasure blanks nothing without leaving a certificate that names what it blanked", async () => {
  await assert.rejects(attack(SIGN_IN, EXPORT, erase("quill")), { code: "42501" });
  await attack(SIGN_IN, EXPORT, FORGED, erase("quill"));
  const [signIn, exported, certificate] = await entries();
  assert.deepEqual([signIn?.target, signIn?.details], ["x", { by: "password" }]);
  assert.deepEqual([exported?.action, exported?.details], ["export leads", {}]);
  assert.equal(certificate?.action, "erase person");
  assert.deepEqual(certificate?.details, { auditEntries: 1, blanked: [exported?.id] });
  await assert.rejects(attack(erase("quill")), { code: "42501" }, "an erasure certifies once");
});

test("entries about users and erasures are never blanked, and a pattern for everything is refused", async () => {
  await attack(SIGN_IN, EXPORT, FORGED, erase("quill"));
  const before = await entries();
  for (const pattern of ["", ".*", "a?"]) {
    await assert.rejects(attack(FORGED, erase(pattern)), { code: "42501" });
  }
  await attack(FORGED, erase("password|blanked|erase"));
  assert.deepEqual((await entries()).slice(0, before.length), before);
});

test("shadows of our tables in the attacker's own session mislead nobody who acts for the owner", async () => {
  const database = sql.identifier([new URL(url).pathname.slice(1)]);
  await owner().query(sql.unsafe`grant temporary on database ${database} to ${sql.identifier([APP_ROLE])}`);
  await attack(EXPORT, FORGED);
  const shadow = (table: string) => [
    `create temporary table ${table} (like public.${table})`,
    `grant all on pg_temp.${table} to public`,
    "set search_path = pg_temp, public",
  ];
  const become = `
    create function pg_temp.become() returns trigger language plpgsql as $$ begin
      execute 'alter table public.audit_log disable trigger user';
      return new;
    exception when insufficient_privilege then return new; end $$`;
  for (const table of ["figure_deltas", "calls", "contacts", "pending_recordings", "conversion_sweeps"]) {
    await attack(
      "insert into contacts (lead_id, created_at, last_event_id) values ('L1', now(), gen_random_uuid())",
      `insert into calls (call_id, contact_id, occurred_at, created_at, last_event_id)
       select '${table}', max(id), now(), now(), gen_random_uuid() from contacts`,
      ...[...shadow(table), become],
      `create trigger become before insert or update on pg_temp.${table} execute function pg_temp.become()`,
      "delete from public.contacts", // the foreign key changes the call, as the owner
    );
  }
  const disabled = await owner().anyFirst(sql.type(z.object({ tgname: z.string() }))`
    select tgname from pg_trigger where tgrelid = 'audit_log'::regclass and tgenabled = 'D'`);
  assert.deepEqual(disabled, []);
  await assert.rejects(
    attack(
      ...shadow("erasures"),
      `insert into pg_temp.erasures (id, state, actor, asked_at, read_rows, all_rows)
       values (77, 'erasing', 'Mallory', now(), 0, 0)`,
      "select public.erase_from_audit(77, array(select id from public.audit_log), 'quill', '{}')",
    ),
    { code: "42501" },
  );
  assert.equal((await entries())[0]?.details.search, "quill");
});

test("only the owner deletes old entries, never of the last 30 days, and an entry says so", async () => {
  await changeAuditLog(sql.unsafe`
    insert into audit_log (at, actor, action)
    values (now() - interval '31 days', 'Ann', 'long ago'), (now() - interval '29 days', 'Ann', 'lately')`);
  await attack("select delete_old_audit(now())");
  assert.deepEqual(
    (await entries()).map(({ action, details }) => [action, details.auditEntries]),
    [
      ["lately", undefined],
      ["erase what is old", 1],
    ],
  );
});

test("somebody else in the same database may call neither function", async () => {
  const May = z.object({ may: z.boolean() });
  const may = await owner().anyFirst(sql.type(May)`
    select has_function_privilege('pg_read_all_data', oid, 'execute') as may from pg_proc
    where proname in ('erase_from_audit', 'delete_old_audit')`);
  assert.deepEqual(may, [false, false]);
});
