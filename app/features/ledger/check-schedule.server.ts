/**
 * When an hour is asked again after it was compared: at the next moment of the schedule, in seconds after its end. Null after
 * the last one: an hour of last month is asked once.
 */
export function nextCheck(endsAt: Date, checkSeconds: readonly number[], now: Date): Date | null {
  const next = checkSeconds.map((seconds) => endsAt.getTime() + seconds * 1000).find((at) => at > now.getTime());
  return next === undefined ? null : new Date(next);
}
