/** From 1971 to 2199: enough for any list, and within what a Date, PostgreSQL and an id of version 7 can hold. */
export function isUsableMoment(at: Date): boolean {
  return at.getUTCFullYear() >= 1971 && at.getUTCFullYear() < 2200;
}
