import { GOING_ON_AT_MOST_MS } from "#app/features/ledger/compare-window.server.ts";

/**
 * When an hour is asked again after it was compared: at the next moment of the schedule, in seconds after its end. Null after
 * the last one: an hour of last month is asked once.
 * @param hasGoingOn whether it had calls that were going on, which are compared as soon as they must be over
 */
export function nextCheck(endsAt: Date, checkSeconds: readonly number[], now: Date, hasGoingOn = false): Date | null {
  const moments = checkSeconds.map((seconds) => seconds * 1000);
  if (hasGoingOn) moments.push(GOING_ON_AT_MOST_MS);
  const later = moments.map((after) => endsAt.getTime() + after).filter((at) => at > now.getTime());
  return later.length === 0 ? null : new Date(Math.min(...later));
}
