import type { Database } from "#app/db/connection/pool.server.ts";
import type { Reader } from "#app/db/connection/statement.server.ts";
import type { Delivery, StoredDelivery } from "#app/features/ingest/delivery.server.ts";
import { planDeliveries } from "#app/features/ingest/plan-deliveries.server.ts";

/**
 * Applies deliveries and files them in `call_events`: agent, contact, call, queued search for the recording, event. All of
 * it in the caller's transaction, so that either everything a delivery means is stored or nothing is.
 *
 * @returns per delivery, in order. Storing a delivery again (the same event id) changes nothing.
 */
export async function storeDeliveries(db: Database, deliveries: readonly Delivery[]): Promise<StoredDelivery[]> {
  const { statements, result } = await planDeliveries(inTurn(db), deliveries);
  for (const statement of statements) await db.query(statement);
  return result;
}

/** slonik runs what is asked for at once in its own order; locks must come before what they are for. */
function inTurn(db: Reader): Reader {
  let last: Promise<unknown> = Promise.resolve();
  return {
    any: (query) => {
      const next = last.then(() => db.any(query));
      last = next;
      return next;
    },
  };
}
