/** Of some calls, those that lack something. */
export type Part = { calls: number; without: number };

export function sumParts(parts: readonly Part[]): Part {
  return parts.reduce((sum, { calls, without }) => ({ calls: sum.calls + calls, without: sum.without + without }), {
    calls: 0,
    without: 0,
  });
}

/** So many more calls with it than without end a gap that is looked for from the latest back; what is before is another one. */
const RECOVERED = 50;

/**
 * Since when most calls lack it: the place of the first part of the latest stretch that has the most more calls without than
 * with. An odd call among them ends nothing.
 * @returns the number of parts where there is no such stretch
 */
export function findGap(parts: readonly Part[]): number {
  let sum = 0;
  let most = 0;
  let place = parts.length;
  for (const [index, { calls, without }] of [...parts.entries()].reverse()) {
    sum += 2 * without - calls;
    if (sum > 0 && sum >= most) [most, place] = [sum, index];
    if (most - sum > RECOVERED) break;
  }
  return place;
}
