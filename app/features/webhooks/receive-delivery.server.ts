import { isDatabaseAway } from "#app/db/is-database-away.server.ts";
import type { Delivery, RawDelivery, StoredDelivery } from "#app/features/webhooks/delivery.server.ts";
import { readDelivery } from "#app/features/webhooks/read-delivery.server.ts";
import { storeTogether } from "#app/features/webhooks/store-together.server.ts";
import { log } from "#app/log.server.ts";

/** A delivery and what became of it; `isStored` is false while the database is away. */
export type Received = (StoredDelivery & { delivery: Delivery; isStored: true }) | { isStored: false };

/**
 * Takes in one delivery: verifies and reads it, applies it, files it in the ledger, and returns after the commit.
 *
 * If applying fails where it should not, the raw delivery is still filed, as `failed`, so that it can be applied later;
 * only when not even that is possible, because the database is away, nothing is stored.
 */
export async function receiveDelivery(raw: RawDelivery): Promise<Received> {
  const delivery = readDelivery(raw);
  try {
    return await store(delivery);
  } catch (error) {
    if (isDatabaseAway(error)) return away(error, raw);
    log().error({ err: error, eventId: raw.eventId }, "a delivery could not be applied");
  }
  const asIs: Delivery = {
    ...delivery,
    parsed: null,
    verdict: {
      outcome: "failed",
      status: 202,
      error: "The delivery was stored but could not be applied.",
      hint: "It is kept as it came. The server's log names the fault under this event id.",
    },
  };
  try {
    return await store(asIs);
  } catch (error) {
    return away(error, raw);
  }
}

async function store(delivery: Delivery): Promise<Received> {
  return { ...(await storeTogether(delivery)), delivery, isStored: true };
}

function away(error: unknown, { eventId }: RawDelivery): Received {
  log().error({ err: error, eventId }, "a delivery could not be stored: the database is away");
  return { isStored: false };
}
