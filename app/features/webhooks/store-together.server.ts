import {
  databaseWentAway,
  isDatabaseKnownAway,
  noteDatabaseAway,
  onDatabaseAway,
} from "#app/db/database-circuit.server.ts";
import { isDatabaseAway } from "#app/db/is-database-away.server.ts";
import { installJobQueue } from "#app/db/jobs.server.ts";
import { createPipeline, type Pipeline } from "#app/db/pipeline.server.ts";
import { retryWhileAway } from "#app/db/retry-while-away.server.ts";
import { env } from "#app/env.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import type { Delivery, StoredDelivery } from "#app/features/webhooks/delivery.server.ts";
import { prepareDeliveries } from "#app/features/webhooks/store-deliveries.server.ts";
import { afterAwake } from "#app/lib/after-awake.ts";
import { singleton } from "#app/lib/singleton.ts";

/** Deliveries in one transaction at most; more would make the first wait for the last. */
const MOST_TOGETHER = 100;
/** Bytes of bodies in one transaction at most: on their way into the statement they are copied several times. */
const MOST_BYTES_TOGETHER = 4 * 1024 * 1024;
/** While one transaction waits for its commit to reach the disk, another can be prepared. */
const MOST_AT_ONCE = 2;
/** Fewer that wait are better off in the next transaction: two small ones at a time take longer than one after the other. */
const WORTH_ANOTHER = 64;
/** But they do not wait for longer than this behind one that is held up, by a lock for example. */
const WAIT_BEHIND_MS = 50;
/** Whoever comes later than so many would wait for seconds. */
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

/** Whether so many deliveries wait that another one is better off in the spool, from where it is stored when there is time. */
export function isStoreCrowded(most = MOST_WAITING): boolean {
  return singleton("store-together", createQueue).waiting.length >= most;
}

/**
 * Stores a delivery, together with those that arrive while an earlier transaction is under way: a burst costs few
 * statements and few commits, a lone delivery waits for nobody. Resolves after the commit that holds this delivery. One
 * that cannot be stored fails alone; when the database turns out to be away, all that wait fail at once, and those in
 * hand may or may not have been stored. Fails at once, too, while the database is known to be away.
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
  let bytes = 0;
  const beyond = waiting.findIndex(({ delivery }, index) => {
    bytes += delivery.raw.body?.byteLength ?? 0;
    return index >= MOST_TOGETHER || (index > 0 && bytes > MOST_BYTES_TOGETHER);
  });
  return beyond < 0 ? waiting.length : beyond;
}

async function storeBatch(queue: Queue, lane: Lane, batch: readonly Waiting[]): Promise<void> {
  const givenUp = Promise.withResolvers<never>();
  queue.underWay.add(givenUp);
  try {
    // Each may take its time: those that came meanwhile, or are tried alone, must not wait for one that is gone.
    if (isDatabaseKnownAway()) throw databaseWentAway();
    const stored = await Promise.race([
      store(
        lane.pipeline,
        batch.map(({ delivery }) => delivery),
      ),
      givenUp.promise,
    ]);
    for (const [index, entry] of batch.entries()) entry.resolve(stored[index] as StoredDelivery);
    announceChange("deliveries");
  } catch (error) {
    if (isDatabaseAway(error)) noteDatabaseAway();
    if (batch.length === 1 || isDatabaseAway(error)) for (const entry of batch) entry.reject(error);
    else for (const entry of batch) await storeBatch(queue, lane, [entry]);
  } finally {
    queue.underWay.delete(givenUp);
  }
}

async function store(pipeline: Pipeline, deliveries: readonly Delivery[]): Promise<StoredDelivery[]> {
  const forget = afterAwake(env().DATABASE_PATIENCE_SECONDS * 1000, noteDatabaseAway);
  try {
    if (deliveries.some(({ parsed }) => parsed?.call)) await installJobQueue();
    return await retryWhileAway(() => pipeline.transaction((db) => prepareDeliveries(db, deliveries)));
  } finally {
    forget();
  }
}
