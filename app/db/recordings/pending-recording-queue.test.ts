import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { sql } from "slonik";
import { z } from "zod";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { toStartSearches } from "#app/db/recordings/pending-recording-queue.server.ts";
import { createTestDatabase } from "#test/database.ts";

const { url } = await createTestDatabase();
const db = await pool();
await installJobQueue();

const due = new Date("2026-11-27T12:02:00.000Z");
const Row = z.object({ row: z.record(z.string(), z.unknown()) });

/** Starts the searches of new calls, and says what was queued under their keys, but for what no two jobs share. */
async function start(...callIds: string[]): Promise<Record<string, unknown>[]> {
  await db.transaction(async (transaction) => {
    for (const id of callIds) {
      await transaction.query(sql.unsafe`
        insert into calls (call_id, occurred_at, created_at, last_event_id) values (${id}, now(), now(), gen_random_uuid())`);
    }
    for (const statement of toStartSearches(callIds, due)) await transaction.query(statement);
  });
  return jobsOf(callIds.map((id) => `fetch_recording:${id}`));
}

async function jobsOf(keys: string[]): Promise<Record<string, unknown>[]> {
  const rows = await db.any(sql.type(Row)`
    select to_jsonb(jobs) - array['id', 'key', 'created_at', 'updated_at'] as row
    from graphile_worker._private_jobs as jobs
    where key = any(${sql.array(keys, "text")})
    order by key`);
  return rows.map(({ row }) => row);
}

test("the first search of all is queued, though its task is not known yet", async () => {
  const [first, ...others] = await start("p1");
  assert.deepEqual(others, []);
  assert.deepEqual([first?.run_at, first?.payload], ["2026-11-27T12:02:00+00:00", { callId: "p1" }]);
});

test("a search's job is, column for column, what graphile-worker itself would have queued", async () => {
  const queued = await start("p2", "p3");
  await db.query(sql.unsafe`
    select graphile_worker.add_job(
      'fetch_recording', json_build_object('callId', id), run_at := ${due.toISOString()}::timestamptz, job_key := 'by its function:' || id
    )
    from (values ('p2'), ('p3')) as call (id)`);
  assert.equal(queued.length, 2);
  assert.deepEqual(queued, await jobsOf(["by its function:p2", "by its function:p3"]));
});

test("a job that is due in minutes wakes nobody, and one that waits under its key stays as it is", async () => {
  const listener = new pg.Client(url);
  await listener.connect();
  const heard: (string | undefined)[] = [];
  listener.on("notification", ({ channel, payload }) => heard.push(channel === "done" ? payload : channel));
  await listener.query('listen "jobs:insert"');
  await listener.query("listen done");
  await db.query(sql.unsafe`
    select graphile_worker.add_job('fetch_recording', run_at := '2026-01-01', job_key := 'fetch_recording:p4')`);
  const [waiting] = await start("p4");
  assert.equal(waiting?.run_at, "2026-01-01T00:00:00+00:00");
  await db.query(sql.unsafe`select pg_notify('done', 'searches')`);
  while (!heard.includes("searches")) await listener.query("select");
  await listener.end();
  assert.deepEqual(heard, ["jobs:insert", "searches"], "the function called here is heard, the search is not");
});
