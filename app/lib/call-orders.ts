/** The orders of the list of calls, and what they are called. The latest come first unless somebody picks another. */
export const CALL_ORDERS = {
  latest: "Latest first",
  oldest: "Oldest first",
  longest: "Longest first",
  shortest: "Shortest first",
  agent: "Agent, A to Z",
  disposition: "Disposition, A to Z",
} as const;

export type CallOrder = keyof typeof CALL_ORDERS;
export const CALL_ORDER_NAMES = Object.keys(CALL_ORDERS) as [CallOrder, ...CallOrder[]];

/** Only the order by time follows an index together with every filter. For the others, all calls that match are sorted. */
export const MOST_SORTED_CALLS = 10_000;
