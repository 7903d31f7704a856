import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Delivery } from "./deliveries.ts";
import type { Random } from "./random.ts";

/**
 * How workflows fail: of all webhooks about calls these shares are never sent, sent twice, or sent so many seconds late, with
 * what was true when they should have been.
 */
export const WebhookTroubles = z.object({
  dropped: z.number().min(0).max(1).default(0),
  doubled: z.number().min(0).max(1).default(0),
  delayed: z.number().min(0).max(1).default(0),
  delaySeconds: z.number().min(0).default(60),
});
export type WebhookTroubles = z.infer<typeof WebhookTroubles>;

const NEVER_SENT: Delivery = { status: null, body: null, error: null };

/** Sends a webhook as badly as it is told to. */
export async function sendUnreliably(
  random: Random,
  { dropped, doubled, delayed, delaySeconds }: WebhookTroubles,
  send: () => Promise<Delivery>,
): Promise<Delivery> {
  const drawn = random.next();
  if (drawn < dropped) return NEVER_SENT;
  if (drawn < dropped + doubled) await send();
  else if (drawn < dropped + doubled + delayed) {
    void sleep(delaySeconds * 1000, undefined, { ref: false }).then(send, () => {});
    return NEVER_SENT;
  }
  return send();
}
