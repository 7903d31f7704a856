import { makeWorkerUtils } from "graphile-worker";
import pg from "pg";
import { sql } from "slonik";
import { connectionOptions, type Database } from "#app/db/pool.server.ts";
import { singleton } from "#app/lib/singleton.ts";

let isInstalled = false;

/**
 * Installs graphile-worker's own schema where it is missing, so that the app works after nothing but our SQL files.
 * Whichever process starts first does it; later calls return at once. Safe to call at the same time in many processes.
 */
export async function installJobQueue(): Promise<void> {
  if (isInstalled) return;
  await singleton("install-job-queue", () => ({ run: once(install) })).run();
  isInstalled = true;
}

async function install(): Promise<void> {
  const pgPool = new pg.Pool({ ...connectionOptions(), max: 1 });
  pgPool.on("error", () => {});
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

/**
 * Queues one job inside the caller's transaction. A waiting job of the same key is moved to `runAt`; while it runs, a
 * further one is queued behind it (graphile-worker, "job key").
 */
export async function addJob(
  db: Database,
  job: { task: string; payload: object; key: string; runAt: Date },
): Promise<void> {
  await db.query(sql.unsafe`
    select graphile_worker.add_job(
      ${job.task}, ${JSON.stringify(job.payload)}::json, run_at := ${job.runAt.toISOString()}, job_key := ${job.key}
    )`);
}

/** Removes the waiting jobs of these keys; one that is running is told to run no more. */
export async function removeJobs(db: Database, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await db.query(sql.unsafe`
    select graphile_worker.remove_job(key) from unnest(${sql.array([...keys], "text")}) as key`);
}
