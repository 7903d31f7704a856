import pg from "pg";
import { sql } from "slonik";
import { z } from "zod";
import { connectionOptions } from "#app/db/connection-options.server.ts";
import { type Database, pool } from "#app/db/pool.server.ts";
import type { Statement } from "#app/db/statement.server.ts";
import { singleton } from "#app/lib/singleton.ts";

let isInstalled = false;

/** The last of its own migrations that graphile-worker brings along. */
export const QUEUE_VERSION = 20;

/**
 * Installs graphile-worker's own schema where it is missing, so that the app works after nothing but our SQL files.
 * Whichever process starts first does it; later calls return at once. Safe to call at the same time in many processes.
 */
export async function installJobQueue(): Promise<void> {
  if (isInstalled) return;
  await singleton("install-job-queue", () => ({ run: once(install) })).run();
  isInstalled = true;
}

/**
 * Without listeners a connection that breaks while nobody waits for it would end the process. Whoever uses one that is
 * broken gets the error, which is the right place for it.
 */
export function surviveLostConnections(pgPool: pg.Pool): void {
  pgPool.on("error", () => {});
  pgPool.on("connect", (client) => client.on("error", () => {}));
}

const Found = z.object({ exists: z.boolean() });

async function isUpToDate(): Promise<boolean> {
  const db = await pool();
  const isThere = await db.one(sql.type(Found)`select to_regclass('graphile_worker.migrations') is not null as exists`);
  if (!isThere.exists) return false;
  const isNewEnough = await db.one(sql.type(Found)`
    select exists (select from graphile_worker.migrations where id >= ${QUEUE_VERSION}) as exists`);
  return isNewEnough.exists;
}

async function install(): Promise<void> {
  if (await isUpToDate()) return;
  const { makeWorkerUtils } = await import("graphile-worker"); // loading it takes a while, which nobody needs to wait
  const pgPool = new pg.Pool({ ...connectionOptions(), max: 1 });
  surviveLostConnections(pgPool);
  try {
    const utils = await makeWorkerUtils({ pgPool });
    await utils.migrate();
    await utils.release();
  } finally {
    await pgPool.end();
  }
}

/** Lets concurrent callers share one run, and forgets it when it fails so that the next caller tries again. */
function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= work().finally(() => {
      running = undefined;
    });
    return running;
  };
}

/** A job of `task` (a file of tasks/), the only one waiting under its key. Of those that are due, low `priority` goes first. */
export type NewJob = { task: string; payload: object; key: string; runAt: Date; priority?: number };

const NewJobs = sql.fragment`new_job (task text, payload json, key text, "runAt" timestamptz, priority integer)`;

/**
 * Queues jobs inside the caller's transaction. A waiting job of the same key is moved to `runAt`; while it runs, a
 * further one is queued behind it (graphile-worker documentation, "Job key").
 */
export async function addJobs(db: Database, jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await db.query(sql.unsafe`
    select graphile_worker.add_jobs(array_agg(
      row(task, payload, null, "runAt", null, key, priority, null)::graphile_worker.job_spec
    ))
    from json_to_recordset(${JSON.stringify(jobs)}::json) as ${NewJobs}`);
}

/** Removes the waiting jobs of these keys. One that is running is left to end by itself, and must find nothing to do. */
export async function removeJobs(db: Database, keys: readonly string[]): Promise<void> {
  for (const statement of toRemoveJobs(keys)) await db.query(statement);
}

/** The statement of {@link removeJobs}. */
export function toRemoveJobs(keys: readonly string[]): readonly Statement[] {
  if (keys.length === 0) return [];
  return [
    sql.unsafe`
      select graphile_worker.remove_job(key)
      from graphile_worker.jobs
      where key = any(${sql.array([...keys], "text")}) and locked_at is null`,
  ];
}

/** Lets other workers run the jobs that these workers hold (graphile-worker documentation, "force_unlock_workers"). */
export async function unlockJobs(db: Database, workerIds: readonly string[]): Promise<void> {
  if (workerIds.length === 0) return;
  await db.query(sql.unsafe`
    select graphile_worker.force_unlock_workers(${sql.array([...workerIds], "text")})`);
}
