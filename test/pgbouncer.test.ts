import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { listenForChanges, notifyChanges } from "#app/db/connection/changes.server.ts";
import { checkPooler, UnfitPooler } from "#app/db/connection/check-pooler.server.ts";
import { closePool, pool } from "#app/db/connection/pool.server.ts";
import { tryWithLock } from "#app/db/connection/try-lock.server.ts";
import { env } from "#app/env.server.ts";
import { cloneDatabase } from "#test/clone-database.ts";
import { pgbouncerVersion, startPgbouncer } from "#test/pgbouncer.ts";
import { startTestServer } from "#test/test-server.ts";
import { startWebProcess } from "#test/web-process.ts";
import { startWorkerProcess, stopProcess } from "#test/worker-process.ts";

const version = pgbouncerVersion();
const skip = version === null && "PgBouncer is not installed: apt-get install pgbouncer";
const needsNewer =
  skip || ((version as number) < 1.21 && `PgBouncer ${version} is older than 1.21: set PGBOUNCER to a newer one.`);

const serverUrl = process.env.TEST_DATABASE_URL;
const server = serverUrl ? { url: serverUrl, stop: async () => {} } : await startTestServer();
const database = await cloneDatabase(server.url);
const direct = database.appUrl;
process.env.DATABASE_URL = direct;
process.env.NODE_ENV = "test";
process.env.LOG_LEVEL ??= "silent";
const stops: (() => Promise<void>)[] = [];
after(async () => {
  Object.assign(env(), { DATABASE_URL: direct });
  await closePool().finally(() => Promise.all(stops.map((stop) => stop())));
  await database.drop();
  await server.stop();
});

async function bouncerWith(settings: Record<string, string | number> = {}): Promise<string> {
  const { url, stop } = await startPgbouncer(direct, settings);
  stops.push(stop);
  return url;
}

const askOne = sql.type(z.object({ one: z.number() }))`select 1 as one`;
const check = (DATABASE_URL: string, DATABASE_DIRECT_URL?: string) => {
  Object.assign(env(), { DATABASE_URL, DATABASE_DIRECT_URL });
  return checkPooler();
};

test("a server without a pooler, and a pooler that gives each client its own connection, need nothing", {
  skip,
}, async () => {
  await check(direct);
  await check(await bouncerWith({ pool_mode: "session" }));
});

test("a pooler that mixes up prepared statements is told in one sentence", { skip }, async () => {
  const url = await bouncerWith((version as number) < 1.21 ? {} : { max_prepared_statements: 0 });
  await assert.rejects(check(url, direct), (error: Error) => {
    return error instanceof UnfitPooler && /mixes up the prepared statements.*PgBouncer 1\.21/.test(error.message);
  });
});

test("through PgBouncer in transaction mode everything works with a direct address, and without one the start says so", {
  skip: needsNewer,
}, async () => {
  const url = await bouncerWith({ max_prepared_statements: 200 });
  await assert.rejects(
    check(url),
    (error: Error) => error instanceof UnfitPooler && /set DATABASE_DIRECT_URL/.test(error.message),
  );
  await check(url, direct);

  const db = await pool();
  const held = Promise.withResolvers<string>();
  const isHeld = Promise.withResolvers<void>();
  const first = tryWithLock("try", () => {
    isHeld.resolve();
    return held.promise;
  });
  await isHeld.promise;
  assert.equal(await tryWithLock("try", (other) => other.oneFirst(askOne)), null);
  held.resolve("first");
  assert.equal(await first, "first");
  assert.equal(
    await tryWithLock("try", async () => "third"),
    "third",
    "a lock is not left behind on some server connection",
  );

  const listening = Promise.withResolvers<void>();
  const stop = new AbortController();
  const told: string[] = [];
  const listened = listenForChanges(
    {
      listening: listening.resolve,
      changes: (kinds) => {
        told.push(...kinds);
        stop.abort();
      },
    },
    stop.signal,
  );
  await listening.promise;
  await notifyChanges(db, ["calls"]);
  await listened;
  assert.deepEqual(told, ["calls"]);

  const settings = { DATABASE_URL: url, DATABASE_DIRECT_URL: direct };
  const { child: web, origin } = await startWebProcess(settings);
  const worker = await startWorkerProcess(settings);
  const send = async (n: number) => {
    const body = JSON.stringify({ call_id: `b${n % 40}`, lead_id: String(n % 10), duration: n, disposition: "SALE" });
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`${origin}/api/webhooks/convoso`, { method: "POST", headers, body });
    return ((await answer.json()) as { outcome: string }).outcome;
  };
  const outcomes = new Set(await Promise.all(Array.from({ length: 200 }, (_, n) => send(n))));
  assert.deepEqual([...outcomes], ["processed"]);
  assert.equal(await db.oneFirst(sql.type(z.object({ count: z.number() }))`select count(*) from calls`), 40);
  assert.deepEqual([await stopProcess(web), await stopProcess(worker)], [0, 0]);
});
