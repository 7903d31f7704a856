import type { RawDelivery, StoredDelivery } from "#app/features/ingest/delivery.server.ts";
import { observe } from "#app/lib/observe.server.ts";
import { countOutcomes, isApplied } from "#app/lib/outcomes.ts";
import { log } from "#app/log.server.ts";

const EVERY_MS = 60_000;

/**
 * Logs a delivery that is filed and changed nothing because it was refused or not understood, or a list with such a part.
 * Who wants to know why looks its id up in the Webhook Logs: the reason may quote what was sent.
 */
export function logUnprocessed({ eventId, endpoint }: RawDelivery, { verdict, parts }: StoredDelivery): void {
  const unapplied = [verdict, ...parts.map((part) => part.verdict)]
    .map(({ outcome }) => outcome)
    .filter((outcome) => !isApplied(outcome) && outcome !== "echoed");
  if (unapplied.length === 0) return;
  const told = { eventId, endpoint, outcome: verdict.outcome, status: verdict.status };
  log().warn({ ...told, ...(parts.length > 0 && { parts: countOutcomes(unapplied) }) }, "a delivery was not processed");
}

/** From now on logs once a minute how much was turned away without being filed, so that a flood does not fill the log. */
export function logTurnedAway(everyMs = EVERY_MS): void {
  const counts = new Map<string, number>();
  const count = (reason: string) => {
    if (counts.size === 0) setTimeout(write, everyMs).unref();
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  };
  const write = () => {
    for (const [reason, times] of counts) log().warn({ reason, times }, "requests were turned away");
    counts.clear();
  };
  observe("delivery answered", ({ outcome }) => {
    if (outcome === "left out" || outcome === "too many") count(outcome);
  });
  observe("request turned away", ({ reason }) => count(reason));
}
