import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { after, beforeEach, test } from "node:test";
import pg from "pg";
import { migrate } from "#scripts/migrate.ts";
import { createDatabase, type TestDatabase } from "#test/clone-database.ts";
import { startTestServer } from "#test/test-server.ts";

const folder = new URL("../migrations/", import.meta.url);
const files = readdirSync(folder).sort();

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

test("what was given up before calls said so is marked", async () => {
  for (const name of files.filter((name) => name < "026")) await runFile(name);
  await query(`
    insert into calls (call_id, occurred_at, created_at, last_event_id)
    select call_id, now(), now(), gen_random_uuid() from unnest(array['c1', 'c2', 'c3']) as call_id`);
  await query("insert into pending_recordings (call_id, state) values ('c1', 'gave_up'), ('c2', 'waiting')");
  await migrate(connection);
  assert.deepEqual(await query("select call_id from calls where recording_given_up"), [{ call_id: "c1" }]);
});
