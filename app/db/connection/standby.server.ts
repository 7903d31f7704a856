import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { z } from "zod";
import { connectionOptions } from "#app/db/connection/connection-options.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { createPlainPool } from "#app/db/connection/plain-pool.server.ts";
import { type Database, pool, standbyPool } from "#app/db/connection/pool.server.ts";
import type { Statement } from "#app/db/connection/statement.server.ts";
import { env } from "#app/env.server.ts";
import { errorCodes } from "#app/lib/error-codes.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { log } from "#app/log.server.ts";

const ASK_EVERY_MS = 10;
const ASK_WITHIN_MS = 2_000;
/** A page does not wait longer for a standby to catch up. */
const PAGE_WAITS_MS = 300;
/** How long a page does without a standby that was away or too far behind, so that only one page in this time waits for it. */
const REST_MS = 5_000;
/** A query there had to give way to what comes from the primary: it is no fault of the query. */
const CANCELLED_BY_RECOVERY = "40001";
const Position = z.object({ position: z.string() });

/** Runs a statement on the standby of DATABASE_READ_URL, which has one connection for this; undefined where none is set. */
export async function askStandby({ sql: text, values }: Statement): Promise<Record<string, unknown>[] | undefined> {
  const { DATABASE_READ_URL } = env();
  if (!DATABASE_READ_URL) return undefined;
  const limits = { connectionTimeoutMillis: ASK_WITHIN_MS, query_timeout: ASK_WITHIN_MS, idleTimeoutMillis: 10_000 };
  const standby = singleton("standby-pool", () =>
    createPlainPool({ ...connectionOptions(DATABASE_READ_URL), ...limits, max: 1, allowExitOnIdle: true }),
  );
  return (await standby.query(text.replaceAll("$slonik_", "$"), [...values])).rows;
}

/**
 * Whether there is a standby that has all that was committed before this call, so that people read there what they wrote. Gives it
 * this long to catch up, in milliseconds.
 */
export async function hasCaughtUp(within: number): Promise<boolean> {
  if (!env().DATABASE_READ_URL) return false;
  try {
    const db = await pool();
    const position = await db.oneFirst(sql.type(Position)`select pg_current_wal_flush_lsn()::text as position`);
    const question = sql.unsafe`
      select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_flush_lsn() end
        >= ${position}::pg_lsn as is_there`;
    for (const start = Date.now(); Date.now() - start < within; await sleep(ASK_EVERY_MS)) {
      if ((await askStandby(question))?.[0]?.is_there) return true;
    }
    log().warn("the standby is behind, so the primary is read");
  } catch (error) {
    log().warn({ err: error }, "the standby cannot be asked, so the primary is read");
  }
  return false;
}

const rest = () => singleton("rest from the standby", () => ({ until: 0 }));

/**
 * Runs `read` on the standby, if there is one that has all that was committed before, and otherwise on the primary; there, too, when the
 * standby goes away meanwhile or cancels the query. `read` must be able to run twice.
 */
export async function readSomewhere<T>(read: (db: Database) => T | Promise<T>): Promise<T> {
  if (Date.now() >= rest().until && env().DATABASE_READ_URL) {
    if (await hasCaughtUp(PAGE_WAITS_MS)) {
      try {
        return await read(await standbyPool());
      } catch (error) {
        if (!isFaultOfStandby(error)) throw error;
        log().warn({ err: error }, "the standby failed, so the primary is read");
      }
    }
    rest().until = Date.now() + REST_MS;
  }
  return read(await pool());
}

function isFaultOfStandby(error: unknown): boolean {
  return errorCodes(error).includes(CANCELLED_BY_RECOVERY) || isDatabaseAway(error);
}

/** How many seconds the standby is behind; null where it does not say, undefined where there is none. */
export async function standbyLag(): Promise<number | null | undefined> {
  const question = sql.unsafe`
    select case when not pg_is_in_recovery() or pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
      else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())::float8 end as seconds`;
  try {
    return (await askStandby(question))?.map(({ seconds }) => seconds as number | null)[0];
  } catch {
    return null;
  }
}
