import { CONNECTIONS } from "#app/db/connection/budget.ts";
import {
  databaseWentAway,
  isDatabaseKnownAway,
  noteDatabaseAway,
  onDatabaseAway,
} from "#app/db/connection/database-circuit.server.ts";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { retryWhileAway } from "#app/db/connection/retry-while-away.server.ts";
import { createPipeline, type Pipeline } from "#app/db/ingest/pipeline.server.ts";
import { env } from "#app/env.server.ts";
import { type Delivery, type StoredDelivery, withParts } from "#app/features/ingest/delivery.server.ts";
import { planDeliveries } from "#app/features/ingest/plan-deliveries.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { afterAwake } from "#app/lib/after-awake.ts";
import { tell } from "#app/lib/observe.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { togetherOrAlone } from "#app/lib/together-or-alone.server.ts";

/** Deliveries in one transaction at most; more would make the first wait for the last. */
const MOST_TOGETHER = 100;
/** Bytes of bodies in one transaction at most: on their way into the statement they are copied several times. */
const MOST_BYTES_TOGETHER = 4 * 1024 * 1024;
/** While one transaction waits for its commit to reach the disk, another can be prepared. */
const MOST_AT_ONCE = CONNECTIONS.deliveries;
/** With fewer waiting, a second transaction at the same time costs more than it saves. */
const WORTH_ANOTHER = 64;
/** They wait no longer than this behind a transaction that is held up, for example by a lock. */
const WAIT_BEHIND_MS = 50;
/** Beyond this many, a delivery would wait for seconds; it is sent to the spool. */
const MOST_WAITING = 1_000;

type Waiting = { delivery: Delivery } & PromiseWithResolvers<StoredDelivery>;
/** Where one transaction after the other runs. */
type Lane = { pipeline: Pipeline; isBusy: boolean };
type Queue = {
  waiting: Waiting[];
  lanes: Lane[];
  underWay: Set<PromiseWithResolvers<never>>;
  overdue?: NodeJS.Timeout | undefined;
};

/** How many deliveries wait for a transaction. */
export function countWaitingToBeStored(): number {
  return singleton("store-together", createQueue).waiting.length;
}

/** Whether so many deliveries wait that another one is better off in the spool, from where it is stored when there is time. */
export function isStoreCrowded(most = MOST_WAITING): boolean {
  return countWaitingToBeStored() >= most;
}

/**
 * Stores a delivery, together with those that arrive while an earlier transaction is under way: a burst costs few
 * statements and few commits, a lone delivery waits for nobody. Resolves after the commit that holds this delivery. One
 * that cannot be stored fails alone. If the database goes down, all waiting deliveries fail at once; those already sent may or
 * may not be stored. While the database is known to be down, it fails at once.
 */
export function storeTogether(delivery: Delivery): Promise<StoredDelivery> {
  const queue = singleton("store-together", createQueue);
  const entry = { delivery, ...Promise.withResolvers<StoredDelivery>() };
  queue.waiting.push(entry);
  void drain(queue);
  return entry.promise;
}

function createQueue(): Queue {
  const lanes = Array.from({ length: MOST_AT_ONCE }, (): Lane => ({ pipeline: createPipeline(), isBusy: false }));
  const queue: Queue = { waiting: [], lanes, underWay: new Set() };
  onDatabaseAway(() => {
    const away = databaseWentAway();
    for (const { reject } of [...queue.waiting.splice(0), ...queue.underWay]) reject(away);
    for (const lane of lanes) {
      lane.pipeline.destroy();
      lane.pipeline = createPipeline();
    }
  });
  return queue;
}

async function drain(queue: Queue, isOverdue = false): Promise<void> {
  const lane = queue.lanes.find(({ isBusy }) => !isBusy);
  if (!lane) return;
  const isFirst = queue.lanes.every(({ isBusy }) => !isBusy);
  if (!isFirst && !isOverdue && queue.waiting.length < WORTH_ANOTHER) return lookAgainSoon(queue);
  lane.isBusy = true;
  while (queue.waiting.length > 0) await storeBatch(queue, lane, takeBatch(queue));
  lane.isBusy = false;
}

function takeBatch(queue: Queue): Waiting[] {
  clearTimeout(queue.overdue);
  queue.overdue = undefined;
  return queue.waiting.splice(0, howMany(queue.waiting));
}

function lookAgainSoon(queue: Queue): void {
  queue.overdue ??= setTimeout(() => {
    queue.overdue = undefined;
    void drain(queue, true);
  }, WAIT_BEHIND_MS);
}

/** How many of those that wait go into the next transaction; at least one. */
function howMany(waiting: readonly Waiting[]): number {
  let [bytes, rows] = [0, 0];
  const beyond = waiting.findIndex(({ delivery }, index) => {
    bytes += delivery.raw.body?.byteLength ?? 0;
    rows += 1 + delivery.parts.length;
    return index > 0 && (rows > MOST_TOGETHER || bytes > MOST_BYTES_TOGETHER);
  });
  return beyond < 0 ? waiting.length : beyond;
}

async function storeBatch(queue: Queue, lane: Lane, batch: readonly Waiting[]): Promise<void> {
  const storeAll = async (entries: readonly Waiting[]) => {
    const deliveries = entries.map(({ delivery }) => delivery);
    const startedAt = performance.now();
    const stored = await storeUnlessAway(queue, lane, deliveries);
    announceChange("deliveries");
    tell("batch stored", { deliveries, seconds: (performance.now() - startedAt) / 1000 });
    return entries.map(({ resolve }, index) => resolve(stored[index] as StoredDelivery));
  };
  try {
    await togetherOrAlone(batch, storeAll, { isFatal: isDatabaseAway, instead: ({ reject }, error) => reject(error) });
  } catch (error) {
    noteDatabaseAway();
    for (const { reject } of batch) reject(error);
  }
}

/** One transaction, given up when the database is found to be away. */
async function storeUnlessAway(queue: Queue, lane: Lane, deliveries: readonly Delivery[]): Promise<StoredDelivery[]> {
  if (isDatabaseKnownAway()) throw databaseWentAway();
  const abandoned = Promise.withResolvers<never>();
  queue.underWay.add(abandoned);
  try {
    return await Promise.race([store(lane.pipeline, deliveries), abandoned.promise]);
  } finally {
    queue.underWay.delete(abandoned);
  }
}

async function store(pipeline: Pipeline, deliveries: readonly Delivery[]): Promise<StoredDelivery[]> {
  const forget = afterAwake(env().DATABASE_PATIENCE_SECONDS * 1000, noteDatabaseAway);
  try {
    if (deliveries.flatMap(withParts).some(({ parsed }) => parsed?.call)) await installJobQueue();
    return await retryWhileAway(() => pipeline.transaction((db) => planDeliveries(db, deliveries)));
  } finally {
    forget();
  }
}
