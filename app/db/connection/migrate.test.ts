import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { migrate, OlderDatabaseError } from "#app/db/connection/migrate.server.ts";
import { createDatabase, type TestDatabase } from "#test/clone-database.ts";
import { startTestServer } from "#test/test-server.ts";

const folder = new URL("../../../migrations/", import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".sql"))
  .sort();

const serverUrl = process.env.TEST_DATABASE_URL;
const server = serverUrl ? { url: serverUrl, stop: async () => {} } : await startTestServer();
const databases: TestDatabase[] = [];
let connection: { connectionString: string };

beforeEach(useNewDatabase);

after(async () => {
  for (const database of databases) await database.drop();
  await server.stop();
});

async function useNewDatabase(): Promise<void> {
  const database = await createDatabase(server.url);
  databases.push(database);
  connection = { connectionString: database.url };
}

async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection);
  await client.connect();
  const { rows } = await client.query(text).finally(() => client.end());
  return rows;
}

const runFile = (name: string) => query(readFileSync(new URL(name, folder), "utf8"));

/** Every column, index and constraint, to compare what two ways of migrating have made. */
async function schema(): Promise<Record<string, unknown>[]> {
  return query(`
    select table_name || '.' || column_name as name,
      concat_ws(' ', data_type, is_nullable, column_default, generation_expression) as definition
      from information_schema.columns where table_schema = 'public'
    union all select indexname, indexdef from pg_indexes where schemaname = 'public'
    union all select conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
      from pg_constraint where connamespace = 'public'::regnamespace
    order by 1, 2`);
}

test("a new database gets every file in order, and the second run finds nothing to do", async () => {
  assert.deepEqual(await migrate(connection), files);
  assert.deepEqual(await migrate(connection), []);
  assert.deepEqual(
    (await query("select name from schema_migrations order by name")).map((row) => row.name),
    files,
  );
});

test("several processes that migrate at the same time do no harm", async () => {
  await Promise.all(Array.from({ length: 5 }, () => migrate(connection)));
  const together = await schema();
  assert.ok(together.length > 100, "the comparison sees the tables");
  assert.deepEqual(await migrate(connection), []);
  await useNewDatabase();
  await migrate(connection);
  assert.deepEqual(together, await schema());
});

/** Runs `files` after ours, from a folder of their own. */
async function migrateWith(files: Record<string, string>): Promise<string[]> {
  const own = mkdtempSync(join(tmpdir(), "portal-migrations-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text);
  const ran = await migrate(connection, pathToFileURL(`${own}/`));
  rmSync(own, { recursive: true });
  return ran;
}

test("a migration that does not get its lock makes way for those who read, and is done when the lock is free", async () => {
  await migrate(connection);
  const holder = new pg.Client(connection);
  await holder.connect();
  await holder.query("begin; select from calls");
  const file =
    "begin; alter table calls add column try text; insert into schema_migrations (name) values ('900_try.sql'); commit;";
  const migrated = migrateWith({ "900_try.sql": file });
  const waits =
    "select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
  while ((await query(waits))[0]?.count === 0);
  await query("select count(*) from calls"); // stands behind the migration, until that gives up
  await holder.query("commit");
  await holder.end();
  assert.deepEqual(await migrated, ["900_try.sql"]);
});

test("a file that begins no transaction builds an index beside those who write", async () => {
  await migrate(connection);
  const file = `drop index concurrently if exists calls_try_idx;
create index concurrently calls_try_idx on calls (call_id);
insert into schema_migrations (name) values ('901_try.sql') on conflict do nothing;
`;
  assert.deepEqual(await migrateWith({ "901_try.sql": file }), ["901_try.sql"]);
  assert.equal((await query("select from pg_indexes where indexname = 'calls_try_idx'")).length, 1);
});

test("a file that was run by hand is not run again", async () => {
  for (const name of files.slice(0, 2)) await runFile(name);
  assert.deepEqual(await migrate(connection), files.slice(2));
});

test("psql runs the files as the guide prints it, and leaves nothing for npm run migrate", async (t) => {
  if (spawnSync("psql", ["--version"]).error) return t.skip("psql is not installed");
  for (const name of files) {
    execFileSync("psql", ["-v", "ON_ERROR_STOP=1", "-q", connection.connectionString], {
      input: readFileSync(new URL(name, folder)),
      stdio: ["pipe", "pipe", "inherit"],
    });
  }
  assert.deepEqual(await migrate(connection), []);
});

test("each file may be run again later, in any order, and keeps tables and rows as they are", async () => {
  await migrate(connection);
  await query(`
    insert into contacts (match_key, phone_number, created_at, last_event_id)
    values ('phone:2135550123', '2135550123', now(), gen_random_uuid())`);
  const before = { schema: await schema(), contacts: await query("select * from contacts") };
  for (const name of [...files, ...files.toReversed()]) await runFile(name);
  assert.deepEqual({ schema: await schema(), contacts: await query("select * from contacts") }, before);
});

test("searches that ended when only the guide's three files were run are marked", async () => {
  for (const name of files.slice(0, 3)) await runFile(name);
  await query(`
    insert into calls (call_id, occurred_at, created_at, last_event_id)
    select call_id, now(), now(), gen_random_uuid() from unnest(array['c1', 'c2', 'c3']) as call_id`);
  await query("insert into pending_recordings (call_id, state) values ('c1', 'gave_up'), ('c2', 'waiting')");
  await migrate(connection);
  assert.deepEqual(await query("select call_id from calls where recording_given_up"), [{ call_id: "c1" }]);
});

test("the files are numbered without a gap", () => {
  assert.deepEqual(
    files.map((name) => Number(name.slice(0, 3))),
    files.map((_, index) => index),
  );
});

for (const { made, statements } of [
  {
    made: "by all migrations of an older version",
    statements: [
      "create table calls (recording_given_up boolean)",
      "insert into schema_migrations values ('003_users.sql')",
    ],
  },
  { made: "by the first three migrations of an older version", statements: ["create table calls (call_id text)"] },
]) {
  test(`a database that was made ${made} is refused in one sentence, and nothing in it is changed`, async () => {
    await query("create table schema_migrations (name text, applied_at timestamptz not null default now())");
    await query(
      "insert into schema_migrations values ('000_init.sql'), ('001_indexes.sql'), ('002_pending_recordings.sql')",
    );
    for (const statement of statements) await query(statement);
    const before = { schema: await schema(), migrations: await query("select * from schema_migrations") };
    await assert.rejects(migrate(connection), OlderDatabaseError);
    const env = { ...process.env, DATABASE_URL: connection.connectionString };
    const command = spawnSync(process.execPath, ["scripts/migrate.ts"], { env, encoding: "utf8" });
    assert.deepEqual(
      [command.status, command.stdout, command.stderr],
      [1, "", `${new OlderDatabaseError().message}\n`],
    );
    assert.deepEqual({ schema: await schema(), migrations: await query("select * from schema_migrations") }, before);
  });
}
