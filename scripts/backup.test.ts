import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { migrate } from "#app/db/connection/migrate.server.ts";
import { startEmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";
import { cloneDatabase, createDatabase } from "#test/clone-database.ts";
import { startSimulator } from "#test/convoso-simulator/simulator.ts";
import { type ServerWithTools, startServerWithTools } from "#test/server-with-tools.ts";

const convoso = await startSimulator();
const folder = mkdtempSync(join(tmpdir(), "portal-backup-"));
const env = {
  ...process.env,
  NODE_ENV: "test" as const,
  LOG_LEVEL: "silent",
  SPOOL_DIR: join(folder, "spool"),
  CONVOSO_API_URL: convoso.apiUrl,
  CONVOSO_AUTH_TOKEN: convoso.authToken,
  CONVOSO_REQUESTS_PER_SECOND: "0",
  RECORDING_DELAY_SECONDS: "1",
  DATABASE_PATIENCE_SECONDS: "30", // a delivery on a busy machine must not go to the spool
};
let server: ServerWithTools | null = null;
before(async () => {
  server = await startServerWithTools();
});
after(async () => {
  await server?.stop();
  await convoso.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A process that does not end would hold up this one forever, which waits without looking at the test's own limit. */
const RUN_WITHIN_MS = 60_000;

/** Runs code of the app in its own process, against that database. @returns what it printed */
function runApp(databaseUrl: string, code: string): string {
  const program = `import { pool, closePool } from "#app/db/connection/pool.server.ts";\n${code}\nawait closePool();`;
  return execFileSync(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...env, DATABASE_URL: databaseUrl },
    encoding: "utf8",
    timeout: RUN_WITHIN_MS,
  });
}

const deliver = (bodies: object[]) => `
  import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
  import { rawDelivery } from "#test/raw-delivery.ts";
  for (const body of ${JSON.stringify(bodies)}) {
    const received = await receiveDelivery(rawDelivery("call", body));
    if (!received.isStored || received.verdict.status !== 200) throw new Error(JSON.stringify(received));
  }`;
const HEALTH = `
  import { getHealth } from "#app/features/health/get-health.server.ts";
  console.log(JSON.stringify(await getHealth()));`;

/** What a database holds: every table's rows as a digest, indexes, constraints, sequences, functions and views. */
async function contentOf(connectionString: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const list = async (query: string) => (await client.query(query)).rows.map((row) => Object.values(row).join(" "));
  const ours = "in ('public', 'graphile_worker')";
  const tables = await list(`select schemaname, tablename from pg_tables where schemaname ${ours} order by 1, 2`);
  const rows: Record<string, string> = {};
  for (const table of tables) {
    const [found] = await list(`
      select count(*), md5(string_agg(one::text, '|' order by one::text)) from ${table.replace(" ", ".")} as one`);
    rows[table] = found ?? "";
  }
  const content = {
    rows,
    indexes: await list(`select indexdef from pg_indexes where schemaname ${ours} order by indexdef`),
    constraints: await list(`
      select conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(oid) from pg_constraint
      where connamespace::regnamespace::text ${ours} order by 1, 2`),
    sequences: await list(`
      select schemaname, sequencename, last_value from pg_sequences where schemaname ${ours} order by 1, 2`),
    functions: await list(`
      select pg_get_functiondef(oid) from pg_proc where pronamespace::regnamespace::text ${ours} order by 1`),
    views: await list(`select viewname, definition from pg_views where schemaname ${ours} order by 1`),
  };
  await client.end();
  return content;
}

test("a dump that is restored into an empty database is the same, and the portal works on it", async (context) => {
  if (!server) {
    return context.skip("there is no PostgreSQL server with pg_dump here, and only root on Debian can install one");
  }
  const tool = (name: string) => join(server?.bin ?? "", name);
  const source = await cloneDatabase(server.url);
  const call = convoso.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
  const body = {
    call_log_id: call.id,
    lead_id: "B1",
    phone_number: "2135550123",
    agent_name: "Dana",
    comments: "naïve €",
  };
  runApp(source.url, deliver([body, { call_id: "test-b2" }, { call_id: "B3", disposition: "NI", length_in_sec: "5" }]));
  const before = await contentOf(source.url);

  const target = await createDatabase(server.url, "template0");
  const dump = join(folder, "portal.dump");
  execFileSync(tool("pg_dump"), ["--format=custom", "--no-owner", `--file=${dump}`, source.url]);
  execFileSync(tool("pg_restore"), ["--no-owner", "--exit-on-error", `--dbname=${target.url}`, dump]);
  assert.deepEqual(await contentOf(target.url), before);
  assert.match((before.rows as Record<string, string>)["public calls"] ?? "", /^3 /);

  assert.deepEqual(await migrate({ connectionString: target.url }), [], "it knows its migrations");
  const health = JSON.parse(runApp(target.url, HEALTH));
  assert.deepEqual([health.ok, health.stats.calls, health.stats.events], [true, 3, 3]);
  runApp(target.url, deliver([{ call_id: "B4" }, { ...body, disposition: "SALE" }]));
  assert.equal(await recordingOf(target.url, call.id, { withWorker: true }), true, "the worker continues where it was");
  assert.equal(await recordingOf(source.url, call.id), false, "and the source knows nothing of it");
  await source.drop();
  await target.drop();
});

async function recordingOf(databaseUrl: string, callId: string, { withWorker = false } = {}): Promise<boolean> {
  const childEnv = { ...env, DATABASE_URL: databaseUrl };
  const worker = withWorker ? spawn(process.execPath, ["tasks/worker.ts"], { env: childEnv, stdio: "inherit" }) : null;
  const client = new pg.Client(databaseUrl);
  await client.connect();
  let isFound = false;
  for (let tries = 0; tries < (withWorker ? 150 : 1) && !isFound; tries++, await sleep(200)) {
    const { rows } = await client.query("select recording_url from calls where call_id = $1", [callId]);
    isFound = rows[0].recording_url !== null;
  }
  await client.end();
  if (worker) {
    worker.kill("SIGTERM");
    await once(worker, "exit");
  }
  return isFound;
}

test("the embedded database is backed up by a copy of its folder, made while it is stopped", async () => {
  const [dir, copy] = [join(folder, "postgres"), join(folder, "copy")];
  const first = await startEmbeddedPostgres({ dir, port: 0 });
  await migrate({ connectionString: first.url });
  runApp(first.url, deliver([{ call_id: "B5", phone_number: "2135550123" }]));
  const before = await contentOf(first.url);
  await first.stop();
  assert.equal(spawnSync("cp", ["-a", dir, copy]).status, 0);

  const second = await startEmbeddedPostgres({ dir: copy, port: 0 });
  try {
    assert.deepEqual(await contentOf(second.url), before);
    assert.equal(JSON.parse(runApp(second.url, HEALTH)).stats.calls, 1);
  } finally {
    await second.stop();
  }
});
