/** Of some calls, those that lack something. */
type Part = { calls: number; without: number };

export function sumParts(parts: readonly Part[]): Part {
  return parts.reduce((sum, { calls, without }) => ({ calls: sum.calls + calls, without: sum.without + without }), {
    calls: 0,
    without: 0,
  });
}

/**
 * Since when the share of those without is higher: the place of the first part after the change, 0 if it was always so. It is
 * where the sum of what is above the average begins to rise for good (CUSUM), so one odd hour is no change.
 */
export function findRise(parts: readonly Part[]): number {
  const { calls, without } = sumParts(parts);
  const average = calls === 0 ? 0 : without / calls;
  let sum = 0;
  let lowest = 0;
  let place = 0;
  for (const [index, part] of parts.entries()) {
    sum += part.without - average * part.calls;
    if (sum < lowest - 1e-9) [lowest, place] = [sum, index + 1];
  }
  return place;
}
