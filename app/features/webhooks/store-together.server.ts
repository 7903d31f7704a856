import { isDatabaseAway } from "#app/db/is-database-away.server.ts";
import { installJobQueue } from "#app/db/jobs.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { retryWhileAway } from "#app/db/retry-while-away.server.ts";
import type { Delivery, StoredDelivery } from "#app/features/webhooks/delivery.server.ts";
import { storeDeliveries } from "#app/features/webhooks/store-deliveries.server.ts";
import { singleton } from "#app/lib/singleton.ts";

/** Deliveries in one transaction at most; more would make the first wait for the last. */
const MOST_TOGETHER = 100;
/** While one transaction waits for its commit to reach the disk, another can be prepared. */
const MOST_AT_ONCE = 2;

type Waiting = { delivery: Delivery } & PromiseWithResolvers<StoredDelivery>;

/**
 * Stores a delivery, together with those that arrive while an earlier transaction is under way: a burst costs few
 * statements and few commits, a lone delivery waits for nobody. Resolves after the commit that holds this delivery. One
 * that cannot be stored fails alone.
 */
export function storeTogether(delivery: Delivery): Promise<StoredDelivery> {
  const queue = singleton("store-together", () => ({ waiting: [] as Waiting[], running: 0 }));
  const entry = { delivery, ...Promise.withResolvers<StoredDelivery>() };
  queue.waiting.push(entry);
  void drain(queue);
  return entry.promise;
}

async function drain(queue: { waiting: Waiting[]; running: number }): Promise<void> {
  if (queue.running >= MOST_AT_ONCE) return;
  queue.running++;
  while (queue.waiting.length > 0) await storeBatch(queue.waiting.splice(0, MOST_TOGETHER));
  queue.running--;
}

async function storeBatch(batch: readonly Waiting[]): Promise<void> {
  try {
    const stored = await store(batch.map(({ delivery }) => delivery));
    for (const [index, entry] of batch.entries()) entry.resolve(stored[index] as StoredDelivery);
  } catch (error) {
    if (batch.length === 1 || isDatabaseAway(error)) for (const entry of batch) entry.reject(error);
    else for (const entry of batch) await storeBatch([entry]);
  }
}

function store(deliveries: readonly Delivery[]): Promise<StoredDelivery[]> {
  return retryWhileAway(async () => {
    const db = await pool();
    if (deliveries.some(({ parsed }) => parsed?.call)) await installJobQueue();
    return db.transaction((transaction) => storeDeliveries(transaction, deliveries));
  });
}
