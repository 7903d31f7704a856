/** The state of an hour of the ledger, in the order in which a legend shows them. */
export const WINDOW_STATES = ["equal", "differs", "accepted", "could not ask", "not comparable", "not asked"] as const;

/** Which side lacks the call, or that both have it and say different things. */
export const DIFFERENCE_KINDS = ["missing_here", "missing_there", "differs"] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** What may differ of a call that both have. */
export const COMPARED_FIELDS = ["disposition", "length", "agent", "campaign", "recording"] as const;
export type ComparedField = (typeof COMPARED_FIELDS)[number];

/** "gone": a later question found it no more. */
export const DIFFERENCE_STATES = ["open", "accepted", "fixed", "gone"] as const;

/** What came of trying to fix a difference. "unchanged": it was applied, but a later delivery wins. */
export const FIX_RESULTS = ["fixed", "unchanged", "settled", "failed"] as const;
export type FixResult = (typeof FIX_RESULTS)[number];
