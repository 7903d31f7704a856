import { isDatabaseKnownAway } from "#app/db/connection/database-circuit.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { awaitReadingRules } from "#app/features/ingest/await-reading-rules.server.ts";
import type { Delivery, RawDelivery, StoredDelivery } from "#app/features/ingest/delivery.server.ts";
import { fieldMapsInUse } from "#app/features/ingest/field-maps-in-use.server.ts";
import { readDelivery } from "#app/features/ingest/read-delivery.server.ts";
import { storeOrFile } from "#app/features/ingest/store-or-file.server.ts";
import { isStoreCrowded, storeTogether } from "#app/features/ingest/store-together.server.ts";
import { spool } from "#app/features/spool/spool.server.ts";
import { packDelivery } from "#app/features/spool/spooled-delivery.server.ts";
import { logUnprocessed } from "#app/features/webhooks/log-unprocessed.server.ts";
import { isWorthFiling } from "#app/features/webhooks/sample-strangers.server.ts";
import { type Answered, tell } from "#app/lib/observe.server.ts";
import { log } from "#app/log.server.ts";
import { SpoolUnavailable } from "#app/spool/spool-writer.server.ts";

/**
 * A delivery and its outcome. While the database is down, or far behind, it is spooled, which is as safe, but not yet
 * in effect. Most of what strangers send without the secret is left out on purpose; what not even the spool could take is lost.
 */
export type Received =
  | (StoredDelivery & { delivery: Delivery; isStored: true })
  | { delivery: Delivery; isStored: false; isSpooled: true }
  | { delivery: Delivery; isStored: false; isSpooled: false; isLeftOut: true }
  | { isStored: false; isSpooled: false; isLeftOut: false };

/** A stranger's deliveries, which are filed without being applied, must not crowd out the others. */
const SHARE_OF_UNVERIFIED = 0.5;

/**
 * Takes in one delivery: verifies and reads it, applies it, files it in `call_events`, and returns after the commit.
 *
 * If applying throws, the raw delivery is still stored, as `failed`, so that it can be replayed. If the database is down or
 * its queue is full, the delivery goes to the spool, and this returns once it is on disk.
 */
export async function receiveDelivery(raw: RawDelivery): Promise<Received> {
  const { eventId, endpoint } = raw;
  tell("delivery received", { eventId });
  const received = await takeIn(raw);
  const seconds = Math.max(0, Date.now() - raw.receivedAt.getTime()) / 1000;
  tell("delivery answered", { eventId, endpoint, outcome: outcomeOf(received), seconds });
  if (received.isStored) logUnprocessed(raw, received);
  return received;
}

function outcomeOf(received: Received): Answered {
  if (received.isStored) return received.verdict.outcome;
  if (received.isSpooled) return "spooled";
  return received.isLeftOut ? "left out" : "lost";
}

async function takeIn(raw: RawDelivery): Promise<Received> {
  const isAway = isDatabaseKnownAway() || !(await awaitReadingRules());
  const delivery = readDelivery(raw, fieldMapsInUse());
  if (!(await isWorthFiling(delivery))) return { delivery, isStored: false, isSpooled: false, isLeftOut: true };
  if (isAway || isStoreCrowded()) return keep(delivery);
  try {
    return await storeOrFile(delivery, store);
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
    return { isStored: false, isSpooled: false, isLeftOut: false };
  }
}
