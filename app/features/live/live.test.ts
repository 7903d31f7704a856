import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { sql } from "slonik";
import { pool } from "#app/db/connection/pool.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { endWatching, mayWatch, type Watcher, watchChanges } from "#app/features/live/watch-changes.server.ts";
import { CHANGE_KINDS } from "#app/lib/change-kinds.ts";
import { urlOf } from "#test/clone-database.ts";
import { createTestDatabase } from "#test/database.ts";

const { url } = await createTestDatabase();
const db = await pool();
after(endWatching);

type Told = string[] | "lost" | "end";

/** Watches, and hands out one by one what the watcher is told; waits for what has not come yet. */
function watch(since = Date.now(), owner = "somebody"): { next: () => Promise<Told>; stop: () => void } {
  const told: Told[] = [];
  let arrived = Promise.withResolvers<void>();
  const tell = (what: Told) => {
    told.push(what);
    arrived.resolve();
  };
  const watcher: Watcher = {
    owner,
    changed: (kinds) => tell([...kinds]),
    lost: () => tell("lost"),
    end: () => tell("end"),
  };
  const stop = watchChanges(watcher, since);
  async function next(): Promise<Told> {
    for (;;) {
      const first = told.shift();
      if (first) return first;
      arrived = Promise.withResolvers();
      await arrived.promise;
    }
  }
  return { next, stop };
}

// The first one ever brings up the connection, and whatever happened until then may have been missed.
const first = watch();
assert.deepEqual(await first.next(), CHANGE_KINDS);

test("every watcher is told what kind of rows changed, and nothing else", async () => {
  const second = watch();
  announceChange("recordings");
  assert.deepEqual([await first.next(), await second.next()], [["recordings"], ["recordings"]]);
  for (const kind of ["deliveries", "deliveries", "recordings"] as const) announceChange(kind);
  for (const { next } of [first, second]) {
    const told = new Set<string>();
    while (told.size < 2) for (const kind of await next()) told.add(kind);
    assert.deepEqual([...told].sort(), ["deliveries", "recordings"]);
  }
  second.stop();
});

test("a page with an older state is notified at once, a page with a newer one is not", async () => {
  const late = watch(Date.now() - 60_000);
  const upToDate = watch(Date.now() + 1);
  assert.deepEqual(await late.next(), CHANGE_KINDS);
  announceChange("recordings");
  assert.deepEqual([await first.next(), await upToDate.next()], [["recordings"], ["recordings"]]);
  late.stop();
  upToDate.stop();
});

test("a connection that breaks is made again, and its watchers learn that changes were missed", async () => {
  await db.query(sql.unsafe`
    select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %' and pid <> pg_backend_pid()`);
  assert.equal(await first.next(), "lost");
  assert.deepEqual(await first.next(), CHANGE_KINDS);
});

test("a change that cannot be announced is announced when it can", async () => {
  const name = new URL(url).pathname.slice(1);
  const admin = new pg.Client(urlOf(url, "postgres"));
  await admin.connect();
  await admin.query(`alter database ${name} allow_connections false`);
  const others =
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and query not ilike 'listen %'";
  await admin.query(others, [name]);
  announceChange("leads");
  await sleep(200); // a notification that was lost would be lost by now
  await admin.query(`alter database ${name} allow_connections true`);
  assert.deepEqual(await first.next(), ["leads"]);
  await admin.end();
});

test("nobody opens any number of them", () => {
  const mine = Array.from({ length: 6 }, () => watch(Date.now(), "me"));
  assert.deepEqual([mayWatch("me"), mayWatch("you")], [false, true]);
  for (const { stop } of mine) stop();
  assert.equal(mayWatch("me"), true);
});

test("all of them end when the process stops", async () => {
  await endWatching();
  assert.equal(await first.next(), "end");
  assert.equal(mayWatch("you"), false);
});
