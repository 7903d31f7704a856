import type { ClockSpan } from "#app/convoso/account-hours.server.ts";
import type { ConvosoFailure } from "#app/convoso/client.server.ts";
import { HIGHEST_OFFSET, type LogPage, type LogPageAnswer, type LogRow } from "#app/convoso/log-page.server.ts";
import { findFault } from "#app/features/ledger/find-log-fault.server.ts";

/** Why a span of the log could not be read to its end. */
export type Unread =
  | { answer: "could not ask"; failure: Pick<ConvosoFailure, "kind" | "message" | "retryAfterSeconds"> | Changing }
  | { answer: "not comparable"; reason: string };
export type Changing = { kind: "changing"; message: string; retryAfterSeconds: null };

/**
 * What a reading brought. `seen`: how many rows, repeated ones too. `doubt`: why it is not believed yet: something moved
 * meanwhile; a call came twice; or Convoso says that there are more calls (`total`) than it gives.
 */
export type Once = { rows: Rows; seen: number; doubt: "moves" | "repeats" | "withholds" | null; total: number | null };
export type Rows = Map<string, LogRow>;

const TOO_MANY = "Convoso has more calls in one second than it returns.";

/** A server's limit is a multiple of five. A page of so many rows may be cut off, and its total with it. */
const mayBeCutOff = (count: number) => count > 0 && count % 5 === 0;

/**
 * Reads a span from its first page to its last. Each page begins with the last row of the one before: where it does not,
 * rows moved meanwhile, or the server does not read the offset. A total that is too small is not believed; one that is too
 * large means that calls are withheld.
 */
export async function readPages(
  first: LogPage,
  askAt: (offset: number) => Promise<LogPageAnswer>,
  whole: ClockSpan,
): Promise<Once | Unread> {
  const { total } = first;
  const rows: Rows = new Map();
  const doubtful = (doubt: Once["doubt"]): Once => ({ rows, seen, doubt, total });
  let seen = 0;
  let page = first;
  let lastId: string | null = null;
  for (;;) {
    const fault = findFault(page, whole);
    if (fault) return { answer: "not comparable", reason: fault };
    if (page.total !== total || (lastId !== null && page.rows[0]?.id !== lastId)) return doubtful("moves");
    const fresh = lastId === null ? page.rows : page.rows.slice(1);
    for (const row of fresh) rows.set(row.id, row);
    seen += fresh.length;
    const isComplete = total !== null && seen === total && !mayBeCutOff(page.count);
    if (fresh.length === 0 || isComplete) break;
    if (seen > HIGHEST_OFFSET) return { answer: "not comparable", reason: TOO_MANY };
    lastId = page.count > 1 ? (page.rows.at(-1)?.id ?? null) : null; // a server that gives one row a page gives no second
    const next = await askAt(lastId === null ? seen : seen - 1);
    if (!next.ok) return { answer: "could not ask", failure: next.failure };
    page = next;
  }
  if (total !== null && seen < total) return doubtful("withholds");
  return doubtful(rows.size < seen ? "repeats" : null);
}
