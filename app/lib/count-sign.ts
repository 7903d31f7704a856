/** How many calls Convoso and the portal have, and whether each of them is the same on both sides. */
export type BothSides = { there: number | null; here: number | null; isEqual: boolean };

/** What stands between two counts: "=" only where the calls are equal, since as many others may be missing on each side. */
export function countSign({ there, here, isEqual }: BothSides): string {
  if (isEqual) return "=";
  return there === null || here === null || there === here ? "·" : "≠";
}
