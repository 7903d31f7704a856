import type { Delivery } from "#app/features/webhooks/delivery.server.ts";

/** A delivery that could not be applied, to be filed as it came. */
export function asFailed(delivery: Delivery): Delivery {
  return {
    ...delivery,
    parsed: null,
    verdict: {
      outcome: "failed",
      status: 202,
      error: "The delivery was stored but could not be applied.",
      hint: "It is kept as it came. The server's log names the fault under this event id.",
    },
  };
}
