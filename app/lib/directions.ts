/** The directions that Convoso sends, with their labels. A call may have any other word. */
export const DIRECTIONS = [
  ["outbound", "Outbound"],
  ["inbound", "Inbound"],
  ["manual", "Manual"],
  ["3way", "3-way"],
] as const;
