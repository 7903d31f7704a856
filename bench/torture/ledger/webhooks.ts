import type { Call } from "#test/convoso-simulator/call-center.ts";
import type { Random } from "#test/convoso-simulator/random.ts";
import { webhookBody } from "#test/convoso-simulator/webhook-body.ts";
import { callFields } from "#test/convoso-simulator/webhook-fields.ts";
import { type Stand, WEBHOOK_SECRET } from "../stand.ts";

/** What happens to a call's webhook. A delayed one says what was true when it should have been sent. */
export type Fate = "sent" | "dropped" | "delayed" | "doubled";

const DROPPED = 0.03;
const DELAYED = 0.02;
const DOUBLED = 0.02;
const MOST_AT_ONCE = 20;

export function drawFate(random: Random): Fate {
  const drawn = random.next();
  if (drawn < DROPPED) return "dropped";
  if (drawn < DROPPED + DELAYED) return "delayed";
  return drawn < DROPPED + DELAYED + DOUBLED ? "doubled" : "sent";
}

/** The webhook of a call as it stands now, to be sent whenever. */
export function writeWebhook(call: Call, timeZone: string): string {
  return String(webhookBody(callFields(call, "adaptor", timeZone, ""), "form").body);
}

/** Sends webhooks, some at a time, each once. @throws where one is not taken */
export async function sendAll({ portalUrl }: Stand, bodies: readonly string[]): Promise<void> {
  let next = 0;
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "x-forwarded-for": "66.85.240.9",
    "x-webhook-secret": WEBHOOK_SECRET,
  };
  const send = async () => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const response = await fetch(`${portalUrl}/api/webhooks/convoso`, { method: "POST", headers, body });
      if (!response.ok) throw new Error(`A webhook was answered ${response.status}: ${await response.text()}`);
    }
  };
  await Promise.all(Array.from({ length: MOST_AT_ONCE }, send));
}
