import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { z } from "zod";
import { databaseWentAway, noteDatabaseAway, onDatabaseAway } from "#app/db/database-circuit.server.ts";
import { isDatabaseAway } from "#app/db/is-database-away.server.ts";
import { installJobQueue } from "#app/db/jobs.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { env } from "#app/env.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { asFailed } from "#app/features/webhooks/as-failed.server.ts";
import type { Delivery } from "#app/features/webhooks/delivery.server.ts";
import { spool } from "#app/features/webhooks/spool.server.ts";
import { unpackDelivery } from "#app/features/webhooks/spooled-delivery.server.ts";
import { storeDeliveries } from "#app/features/webhooks/store-deliveries.server.ts";
import { isStoreCrowded } from "#app/features/webhooks/store-together.server.ts";
import { afterAwake } from "#app/lib/after-awake.ts";
import { log } from "#app/log.server.ts";
import { type Backlog, takeBacklog } from "#app/spool/backlog.server.ts";
import type { SpoolRecord } from "#app/spool/frames.server.ts";

/** What a round of draining stored, and what it had to leave in the spool although the database was there. */
export type Drained = { stored: number; left: number };

const BATCH_WITHIN_MS = 20_000;
const GIVE_WAY_MS = 1_000;
/** Deliveries that wait for more than the next transaction. */
const CROWD = 100;
const Lock = z.object({ isOurs: z.boolean() });

/**
 * Stores what waits in the spool, of all processes, oldest first, and removes each segment once all of it is committed.
 * Storing again what had been stored before a crash changes nothing. Does nothing while another process drains.
 * @throws when the database goes away; what is not stored then waits for the next time
 */
export async function drainSpool(): Promise<Drained> {
  const db = await pool();
  await installJobQueue();
  let draining: Promise<Drained> | undefined;
  try {
    return await db.connect(async (holder) => {
      const lock = sql.fragment`hashtext('convoso-portal spool')`;
      const { isOurs } = await holder.one(sql.type(Lock)`select pg_try_advisory_lock(${lock}) as "isOurs"`);
      if (!isOurs) return { stored: 0, left: 0 };
      try {
        draining = takeAll().then(drainBacklog);
        return await draining;
      } finally {
        await holder.query(sql.unsafe`select pg_advisory_unlock(${lock})`);
      }
    });
  } finally {
    // The connection that holds the lock may break while the others go on.
    await draining?.catch(() => {});
  }
}

async function takeAll(): Promise<Backlog> {
  await spool().rotate();
  return takeBacklog(env().SPOOL_DIR);
}

async function drainBacklog(backlog: Backlog): Promise<Drained> {
  const { damagedBytes } = backlog;
  if (damagedBytes > 0)
    log().error({ damagedBytes }, "a segment of the spool is damaged: its other records are stored");
  const drained: Drained = { stored: 0, left: 0 };
  try {
    for (let records = await backlog.next(); records.length > 0; records = await backlog.next()) {
      await giveWay();
      const stored = await storeRecords(records);
      await backlog.forget(stored);
      announceChange("deliveries");
      drained.stored += stored.length;
      drained.left += records.length - stored.length;
    }
  } finally {
    await backlog.close();
    if (drained.stored + drained.left > 0) log().info(drained, "the spool was drained");
  }
  return drained;
}

/** Those who are waiting for their answers go first, for a while. */
async function giveWay(): Promise<void> {
  const until = performance.now() + GIVE_WAY_MS;
  while (isStoreCrowded(CROWD) && performance.now() < until) await sleep(20);
}

/** Stores records together; where that fails, each alone; where that fails, too, as it came. @returns those stored */
async function storeRecords(records: readonly SpoolRecord[]): Promise<readonly SpoolRecord[]> {
  try {
    await store(records.map(unpackDelivery));
    return records;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (records.length > 1) return (await inTurn(records, (record) => storeRecords([record]))).flat();
    log().error({ err: error, eventId: records[0]?.id }, "a delivery from the spool could not be applied");
  }
  try {
    await store(records.map(unpackDelivery).map(asFailed));
    return records;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log().error({ err: error, eventId: records[0]?.id }, "a delivery from the spool could not be filed");
    return [];
  }
}

async function inTurn<T, Result>(items: readonly T[], work: (item: T) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** One transaction, given up when the database hangs or is found to be away. */
async function store(deliveries: readonly Delivery[]): Promise<void> {
  const givenUp = Promise.withResolvers<never>();
  const away = () => givenUp.reject(databaseWentAway());
  const forget = onDatabaseAway(away);
  const callOff = afterAwake(BATCH_WITHIN_MS, noteDatabaseAway);
  try {
    const db = await pool();
    const stored = db.transaction((transaction) => storeDeliveries(transaction, deliveries));
    await Promise.race([stored, givenUp.promise]);
  } catch (error) {
    if (isDatabaseAway(error)) noteDatabaseAway();
    throw error;
  } finally {
    forget();
    callOff();
  }
}
