import { isDatabaseKnownAway } from "#app/db/database-circuit.server.ts";
import { isDatabaseAway } from "#app/db/is-database-away.server.ts";
import { asFailed } from "#app/features/webhooks/as-failed.server.ts";
import type { Delivery, RawDelivery, StoredDelivery } from "#app/features/webhooks/delivery.server.ts";
import { readDelivery } from "#app/features/webhooks/read-delivery.server.ts";
import { spool } from "#app/features/webhooks/spool.server.ts";
import { packDelivery } from "#app/features/webhooks/spooled-delivery.server.ts";
import { isStoreCrowded, storeTogether } from "#app/features/webhooks/store-together.server.ts";
import { log } from "#app/log.server.ts";
import { SpoolUnavailable } from "#app/spool/spool-writer.server.ts";

/**
 * A delivery and what became of it. While the database is away, or far behind, it is spooled, which is as safe, but not yet
 * in effect; lost is what not even the spool could take.
 */
export type Received =
  | (StoredDelivery & { delivery: Delivery; isStored: true })
  | { delivery: Delivery; isStored: false; isSpooled: true }
  | { isStored: false; isSpooled: false };

/** A stranger's deliveries, which are filed without being applied, must not crowd out the others. */
const SHARE_OF_UNVERIFIED = 0.5;

/**
 * Takes in one delivery: verifies and reads it, applies it, files it in the ledger, and returns after the commit.
 *
 * If applying fails where it should not, the raw delivery is still filed, as `failed`, so that it can be applied later.
 * If not even that is possible, because the database is away, it goes to the spool, and returns when it is on the disk. So
 * it does where more deliveries wait for the database than can be stored while their senders wait.
 */
export async function receiveDelivery(raw: RawDelivery): Promise<Received> {
  const delivery = readDelivery(raw);
  if (isDatabaseKnownAway() || isStoreCrowded()) return keep(delivery);
  try {
    return await store(delivery);
  } catch (error) {
    if (isDatabaseAway(error)) return keep(delivery);
    log().error({ err: error, eventId: raw.eventId }, "a delivery could not be applied");
  }
  try {
    return await store(asFailed(delivery));
  } catch (error) {
    if (!isDatabaseAway(error)) log().error({ err: error, eventId: raw.eventId }, "a delivery could not be filed");
    return keep(delivery);
  }
}

async function store(delivery: Delivery): Promise<Received> {
  return { ...(await storeTogether(delivery)), delivery, isStored: true };
}

async function keep(delivery: Delivery): Promise<Received> {
  try {
    await spool().append(packDelivery(delivery), delivery.isVerified ? 1 : SHARE_OF_UNVERIFIED);
    return { delivery, isStored: false, isSpooled: true };
  } catch (error) {
    if (!(error instanceof SpoolUnavailable)) throw error;
    log().error({ err: error, eventId: delivery.raw.eventId }, "a delivery could neither be stored nor spooled");
    return { isStored: false, isSpooled: false };
  }
}
