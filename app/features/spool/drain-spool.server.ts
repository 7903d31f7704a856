import { setTimeout as sleep } from "node:timers/promises";
import { databaseWentAway, noteDatabaseAway, onDatabaseAway } from "#app/db/connection/database-circuit.server.ts";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { tryWithLock } from "#app/db/connection/try-lock.server.ts";
import { env } from "#app/env.server.ts";
import type { Delivery } from "#app/features/ingest/delivery.server.ts";
import { loadFieldMaps } from "#app/features/ingest/field-maps.server.ts";
import { storeDeliveries } from "#app/features/ingest/store-deliveries.server.ts";
import { storeOrFile } from "#app/features/ingest/store-or-file.server.ts";
import { isStoreCrowded } from "#app/features/ingest/store-together.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { spool } from "#app/features/spool/spool.server.ts";
import { unpackDelivery } from "#app/features/spool/spooled-delivery.server.ts";
import { afterAwake } from "#app/lib/after-awake.ts";
import { togetherOrAlone } from "#app/lib/together-or-alone.server.ts";
import { log } from "#app/log.server.ts";
import { type Backlog, takeBacklog } from "#app/spool/backlog.server.ts";
import type { SpoolRecord } from "#app/spool/frames.server.ts";

/** What a round of draining stored, and what it had to leave in the spool although the database was there. */
export type Drained = { stored: number; left: number };

const BATCH_WITHIN_MS = 20_000;
const GIVE_WAY_MS = 1_000;
/** Deliveries that wait for more than the next transaction. */
const CROWD = 100;

/**
 * Stores what waits in the spool, of all processes, oldest first, and removes each segment once all of it is committed.
 * Storing again what had been stored before a crash changes nothing. Does nothing while another process drains.
 * @throws when the database goes away; what is not stored then waits for the next time
 */
export async function drainSpool(): Promise<Drained> {
  await installJobQueue();
  let draining: Promise<Drained> | undefined;
  try {
    const drained = await tryWithLock("convoso-portal spool", () => {
      draining = takeAll().then(drainBacklog);
      return draining;
    });
    return drained ?? { stored: 0, left: 0 };
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

/** @returns those stored */
async function storeRecords(records: readonly SpoolRecord[]): Promise<readonly SpoolRecord[]> {
  const maps = await loadFieldMaps(await pool());
  const unpack = (record: SpoolRecord) => unpackDelivery(record, maps);
  const storeAll = async (some: readonly SpoolRecord[]) => {
    if (some.length > 1) await store(some.map(unpack));
    else for (const record of some) await storeOrFile(unpack(record), (delivery) => store([delivery]));
    return some;
  };
  const stored = await togetherOrAlone(records, storeAll, {
    isFatal: isDatabaseAway,
    instead: ({ id }, error) => {
      log().error({ err: error, eventId: id }, "a delivery from the spool could not be filed");
      return null;
    },
  });
  return stored.filter((record) => record !== null);
}

/** One transaction, given up when the database hangs or is found to be away. */
async function store(deliveries: readonly Delivery[]): Promise<void> {
  const abandoned = Promise.withResolvers<never>();
  const away = () => abandoned.reject(databaseWentAway());
  const forget = onDatabaseAway(away);
  const callOff = afterAwake(BATCH_WITHIN_MS, noteDatabaseAway);
  try {
    const db = await pool();
    const stored = db.transaction((transaction) => storeDeliveries(transaction, deliveries));
    await Promise.race([stored, abandoned.promise]);
  } catch (error) {
    if (isDatabaseAway(error)) noteDatabaseAway();
    throw error;
  } finally {
    forget();
    callOff();
  }
}
