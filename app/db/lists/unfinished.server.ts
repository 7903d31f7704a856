/** How much is looked at before a list is shown as far as it is known: whichever comes first. */
export type ScanLimits = { rows: number; milliseconds: number };
export const SCAN_LIMITS: ScanLimits = { rows: 200_000, milliseconds: 2_000 };

/** Rows in one look with one condition. With more conditions each row takes longer, and the time is checked as often. */
export const LOOK = 16_000;

/** Where a scan stopped before it was done: so many rows were looked at, the last of them at this place of the list. */
export type Unfinished = { looked: number; cursor: string; lastAt: Date };
