import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import type { Delivery } from "#app/features/ingest/delivery.server.ts";
import { log } from "#app/log.server.ts";

/**
 * Stores a delivery by `store`. Where applying it fails although the database is there, which should not happen, it is
 * filed as it came, as `failed`, so that it can be applied later. Of a list, each part is.
 * @throws when the database is down, or takes not even that
 */
export async function storeOrFile<Stored>(
  delivery: Delivery,
  store: (delivery: Delivery) => Promise<Stored>,
): Promise<Stored> {
  try {
    return await store(delivery);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log().error({ err: error, eventId: delivery.raw.eventId }, "a delivery could not be applied");
  }
  return store(asFailed(delivery));
}

function asFailed(delivery: Delivery): Delivery {
  if (delivery.parts.length > 0) return { ...delivery, parts: delivery.parts.map(asFailed) };
  return {
    ...delivery,
    parsed: null,
    problems: [],
    verdict: {
      outcome: "failed",
      status: 202,
      error: "The delivery was stored but could not be applied.",
      hint: "The delivery is kept unchanged. The server log has the error under this event id.",
    },
  };
}
