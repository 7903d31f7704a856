/** What can happen to a delivery, as `call_events.outcome` holds it, in the order in which filters offer it. */
export const OUTCOMES = ["processed", "duplicate", "invalid", "refused", "failed", "echoed", "split"] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Whether the delivery, or each part of it, is in effect: it changed something, or all of it was known already. */
export function isApplied(outcome: Outcome): boolean {
  return outcome === "processed" || outcome === "duplicate" || outcome === "split";
}

/** How many there are of each outcome that there is. */
export function countOutcomes(outcomes: readonly Outcome[]): Partial<Record<Outcome, number>> {
  const counts: Partial<Record<Outcome, number>> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
