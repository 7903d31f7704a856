import type pg from "pg";
import {
  type ConnectionOptions,
  connectionOptions,
  ownerConnectionOptions,
} from "#app/db/connection/connection-options.server.ts";
import { createPlainPool } from "#app/db/connection/plain-pool.server.ts";
import { singleton } from "#app/lib/singleton.ts";

let isInstalled = false;

/** The last of graphile-worker's own migrations. */
export const QUEUE_VERSION = 20;
const IS_THERE = "select to_regclass('graphile_worker.migrations') is not null as exists";
const IS_NEW_ENOUGH = `select exists (select from graphile_worker.migrations where id >= ${QUEUE_VERSION}) as exists`;

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
  if (!(await isUpToDate(connectionOptions()))) await installJobQueueAs(ownerConnectionOptions());
}

/** Does the same as the role that shall own it. */
export async function installJobQueueAs(owner: ConnectionOptions): Promise<void> {
  if (await isUpToDate(owner)) return;
  const { makeWorkerUtils } = await import("graphile-worker"); // loading it takes a while, which nobody needs to wait
  await withPool(owner, async (pgPool) => {
    const utils = await makeWorkerUtils({ pgPool });
    await utils.migrate();
    await utils.release();
  });
}

function isUpToDate(options: ConnectionOptions): Promise<boolean> {
  return withPool(options, async (pgPool) => {
    const ask = async (text: string) => (await pgPool.query(text)).rows[0].exists as boolean;
    return (await ask(IS_THERE)) && (await ask(IS_NEW_ENOUGH));
  });
}

async function withPool<Result>(options: ConnectionOptions, work: (pgPool: pg.Pool) => Promise<Result>) {
  const pgPool = createPlainPool({ ...options, max: 1, connectionTimeoutMillis: 10_000 });
  try {
    return await work(pgPool);
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
