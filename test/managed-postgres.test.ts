// What Neon, RDS, Supabase, Cloud SQL and the like give: a role that owns its database, and nothing else.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import pg from "pg";
import { bringUpToDate } from "#app/db/connection/bring-up-to-date.server.ts";
import { APP_ROLE } from "#scripts/postgres/app-role.ts";
import { createDatabase } from "#test/clone-database.ts";
import { startTestServer } from "#test/test-server.ts";
import { startWebProcess } from "#test/web-process.ts";
import { startWorkerProcess, stopProcess } from "#test/worker-process.ts";

const serverUrl = process.env.TEST_DATABASE_URL;
const server = serverUrl ? { url: serverUrl, stop: async () => {} } : await startTestServer();
const database = await createDatabase(server.url);
const { appUrl: url } = database;
const owner = new pg.Client(database.url);
await owner.connect();
await owner.query(`alter database ${new URL(url).pathname.slice(1)} owner to ${APP_ROLE}`);
await owner.end();
after(async () => {
  await database.drop();
  await server.stop();
});

test("a role that owns its database, and may make neither roles nor databases, migrates and runs everything", async () => {
  const plain = { connectionString: url };
  const { ran, isOwner } = await bringUpToDate({ owner: plain, app: plain });
  assert.ok(ran.length > 20 && isOwner);
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(
    "select rolsuper or rolcreaterole or rolcreatedb or rolreplication as may_more from pg_roles where rolname = current_user",
  );
  assert.deepEqual(rows, [{ may_more: false }]);

  const { child: web, origin } = await startWebProcess({ DATABASE_URL: url });
  const worker = await startWorkerProcess({ DATABASE_URL: url });
  const answer = await fetch(`${origin}/api/webhooks/convoso`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ call_id: "managed", duration: 5, lead_id: "7", phone_number: "2135550123" }),
  });
  assert.equal(((await answer.json()) as { outcome: string }).outcome, "processed");
  assert.equal((await client.query("select from calls where call_id = 'managed'")).rowCount, 1);
  assert.deepEqual([await stopProcess(web), await stopProcess(worker)], [0, 0]);
  await client.end();
});

test("no extension is needed, beside the language that every database has", async () => {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query("select extname from pg_extension");
  await client.end();
  assert.deepEqual(rows, [{ extname: "plpgsql" }]);
});
