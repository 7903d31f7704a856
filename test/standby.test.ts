import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { bringUpToDate } from "#app/db/connection/bring-up-to-date.server.ts";
import { listenForChanges, notifyChanges } from "#app/db/connection/changes.server.ts";
import { connectionOptions } from "#app/db/connection/connection-options.server.ts";
import { copyOut } from "#app/db/connection/copy-out.server.ts";
import { isDatabaseThere } from "#app/db/connection/database-circuit.server.ts";
import { findPrimary } from "#app/db/connection/find-primary.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { createPlainPool } from "#app/db/connection/plain-pool.server.ts";
import { closePool, pool } from "#app/db/connection/pool.server.ts";
import { retryWhileAway } from "#app/db/connection/retry-while-away.server.ts";
import { readSomewhere, standbyLag } from "#app/db/connection/standby.server.ts";
import { createPipeline } from "#app/db/ingest/pipeline.server.ts";
import { env } from "#app/env.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { appUrlOf } from "#scripts/postgres/app-role.ts";
import { startDatabasePair } from "#test/database-pair.ts";

const folder = mkdtempSync(join(tmpdir(), "portal-pair-"));
const pair = await startDatabasePair(folder);
process.env.DATABASE_URL = pair.appUrl;
process.env.MIGRATION_DATABASE_URL = pair.url;
process.env.NODE_ENV = "test";
process.env.LOG_LEVEL ??= "silent";
const plain = createPlainPool({ max: 2, connectionTimeoutMillis: 10_000 });
const pipeline = createPipeline();
after(async () => {
  pipeline.destroy();
  await plain.end();
  await closePool();
  await pair.stop();
  rmSync(folder, { recursive: true, force: true });
});

const Port = z.object({ port: z.number() });
const askPort = sql.type(Port)`select inet_server_port() as port`;
const portOf = (url: string) => Number(new URL(url).port);

/** The port of the server that each kind of connection leads to. */
async function portsAskedBy(): Promise<Record<string, number>> {
  const db = await pool();
  const inPipeline = () =>
    pipeline.transaction(async (reader) => ({ result: await reader.any(askPort), statements: [] }));
  return {
    pool: await retryWhileAway(async () => (await db.one(askPort)).port),
    plain: await retryWhileAway(async () => (await plain.query(askPort.sql)).rows[0].port),
    pipeline: Port.parse((await retryWhileAway(inPipeline))[0]).port,
  };
}

async function portOfExport(): Promise<number> {
  const { signal } = new AbortController();
  const order = { format: "ndjson", timeZone: "UTC", id: randomUUID(), signal } as const;
  const stream = await copyOut(sql.fragment`select inet_server_port()`, order, async () => {});
  return Number(await new Response(stream).text());
}

async function portOfPage(): Promise<number> {
  return readSomewhere(async (db) => (await db.one(askPort)).port);
}

/** Pages do without a standby for a while after it failed. That time is over now. */
function rested(): void {
  singleton("rest from the standby", () => ({ until: 0 })).until = 0;
}

/** It may take the standby more than the moment that a page waits. */
async function untilPageReads(port: number): Promise<void> {
  do rested();
  while ((await portOfPage()) !== port);
}

/** Ends with the port of its server when somebody tells of a change, and fails when its connection breaks. */
function untilTold(): { listening: Promise<void>; told: Promise<unknown> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = new AbortController();
  const told = listenForChanges({ listening: resolve, changes: () => stop.abort() }, stop.signal);
  told.catch(() => {}); // where it fails too early, `listening` never comes
  return { listening: promise, told };
}

test("every connection finds the server that takes writes, and finds the standby when it was promoted", async () => {
  const primaryPort = portOf(pair.primary.url);
  await bringUpToDate();
  assert.deepEqual(await portsAskedBy(), { pool: primaryPort, plain: primaryPort, pipeline: primaryPort });
  Object.assign(env(), { DATABASE_READ_URL: appUrlOf(pair.standby.url) });
  assert.equal(await portOfExport(), portOf(pair.standby.url), "exports read the standby");
  await untilPageReads(portOf(pair.standby.url));
  assert.equal(await standbyLag(), 0);
  const entry = sql.unsafe`insert into audit_log (actor, action) values ('Ann', 'sign in')`;
  const written = readSomewhere((db) => db.query(entry));
  assert.equal((await written).rowCount, 1, "a page that must write after all reads and writes the primary");
  rested();
  await pair.onStandby("select pg_wal_replay_pause()");
  await (await pool()).query(entry);
  assert.equal(await portOfExport(), primaryPort, "unless it lacks what was written before");
  assert.equal(await portOfPage(), primaryPort);
  assert.ok(((await standbyLag()) ?? 0) > 0);
  await pair.onStandby("select pg_wal_replay_resume()");
  assert.equal(await portOfPage(), primaryPort, "and pages do not ask again at once");
  await untilPageReads(portOf(pair.standby.url));
  const tries: number[] = [];
  const cancelled = readSomewhere(async (db) => {
    tries.push((await db.one(askPort)).port);
    if (tries.length === 1) await db.query(sql.unsafe`do $$ begin raise sqlstate '40001'; end $$`);
    return tries;
  });
  assert.deepEqual(
    await cancelled,
    [portOf(pair.standby.url), primaryPort],
    "what the standby cancels, the primary reads",
  );
  rested();
  const asked: number[] = [];
  await readSomewhere(async (db) => {
    if ((await db.one(askPort)).port === primaryPort) return;
    const cancels = sql.unsafe`do $$ begin raise warning 'asked'; raise sqlstate '40001'; end $$`;
    await db.query(cancels).catch((error) => {
      asked.push(error.notices.length);
      throw error;
    });
  });
  assert.deepEqual(asked, [1], "without asking the standby again");

  const first = untilTold();
  await first.listening;
  await pair.killPrimary();
  await assert.rejects(first.told);
  assert.equal(await isDatabaseThere(), false, "a standby is no database to write to");
  const [, fault] = await Promise.allSettled([pool(), plain.query("select 1")]);
  assert.ok(
    fault.status === "rejected" && isDatabaseAway(fault.reason),
    "which counts as away, so deliveries go to the spool",
  );

  await pair.promote();
  assert.equal(await isDatabaseThere(), true);
  const port = portOf(pair.standby.url);
  assert.deepEqual(await portsAskedBy(), { pool: port, plain: port, pipeline: port });
  const second = untilTold();
  await second.listening;
  await notifyChanges(await pool(), ["calls"]);
  await second.told;
});

test("pages read the primary while the standby does not answer", async () => {
  for (const name of ["standby-pool", "pool of the standby"])
    (globalThis as { portalSingletons?: Map<string, unknown> }).portalSingletons?.delete(name);
  Object.assign(env(), { DATABASE_READ_URL: "postgres://portal_app@127.0.0.1:1/portal" });
  rested();
  assert.equal(await portOfPage(), portOf(pair.standby.url), "which is the promoted one by now");
});

test("a password that is wrong on every server is told as such, and not as a database that is away", async () => {
  const wrong = pair.url.replace(/:[^:@]+@/, ":wrong@");
  await assert.rejects(findPrimary(connectionOptions(wrong)), { code: "28P01" });
});
