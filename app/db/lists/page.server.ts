/** Rows on one page of a list. */
export const PAGE_SIZE = 50;

/** Which page: the rows older than `before`, or newer than `after`; the newest where neither is given. */
export type PageRequest = { before?: string | undefined; after?: string | undefined };

/** A page, newest row first, and the cursors of its neighbours; null where there is none. */
export type Page<Row> = { rows: Row[]; newer: string | null; older: string | null };

/**
 * Makes a page of what a keyset query found.
 * @param found up to `size + 1` rows in the order of the query: newest first, or oldest first where `after` is asked
 */
export function toPage<Row>(
  found: readonly Row[],
  asked: PageRequest,
  cursorOf: (row: Row) => string,
  size = PAGE_SIZE,
): Page<Row> {
  const hasMore = found.length > size;
  const rows = found.slice(0, size);
  if (asked.after !== undefined) rows.reverse();
  const first = rows.at(0);
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return { rows, newer: null, older: null };
  const cameFromOlder = asked.after !== undefined;
  const cameFromNewer = !cameFromOlder && asked.before !== undefined;
  return {
    rows,
    newer: cameFromNewer || (cameFromOlder && hasMore) ? cursorOf(first) : null,
    older: cameFromOlder || hasMore ? cursorOf(last) : null,
  };
}
