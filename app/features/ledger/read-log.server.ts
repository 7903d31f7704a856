import { type ClockSpan, halvesOf, isWithin } from "#app/convoso/account-hours.server.ts";
import { type LogPageAnswer, type LogRow, MOST_ROWS } from "#app/convoso/log-page.server.ts";
import { findFault } from "#app/features/ledger/find-log-fault.server.ts";
import { type Changing, type Once, type Rows, readPages, type Unread } from "#app/features/ledger/read-pages.server.ts";

/** Asks for one page of a span. */
export type AskPage = (span: ClockSpan, offset: number) => Promise<LogPageAnswer>;

/** All the calls of a span of the log, each once, or why not. `questions`: how many it took. */
export type ReadLog = { questions: number } & ({ ok: true; rows: LogRow[] } | ({ ok: false } & Unread));

/** A span of more pages is halved: the further an offset, the longer Convoso takes, and the likelier a row moves. */
const MOST_PAGES = 4;
/** So often a span is read again when it changes meanwhile. */
const MOST_TRIES = 3;
/** More than the fullest hour takes. A server whose totals mean nothing would have its spans halved forever. */
const MOST_QUESTIONS = 2000;

const CHANGING: Changing = {
  kind: "changing",
  message: "Convoso's log changed three times while the portal read it.",
  retryAfterSeconds: null,
};

/**
 * Reads all calls of a span of Convoso's log. It believes nothing that can be checked: that a page is as long as asked, that
 * the total stays and is what the pages hold, that a page continues where the one before ended, that no row comes twice
 * because another one was left out, and that the rows are of the span at all.
 * @param asked what to ask for; calls outside it mean that Convoso ignored it
 * @param kept which of the calls are wanted
 */
export async function readLog({ asked, kept }: { asked: ClockSpan; kept: ClockSpan }, ask: AskPage): Promise<ReadLog> {
  let questions = 0;
  const counted: AskPage = (span, offset) => {
    questions += 1;
    return ask(span, offset);
  };
  const read = await readSpan(asked, { whole: asked, ask: counted, isTooMuch: () => questions > MOST_QUESTIONS });
  if ("answer" in read) return { ok: false, questions, ...read };
  const isAll = asked.from === kept.from && asked.to === kept.to;
  const rows = [...read.rows.values()];
  return { ok: true, questions, rows: isAll ? rows : rows.filter(({ callDate }) => isWithin(callDate, kept)) };
}

type Asking = { whole: ClockSpan; ask: AskPage; isTooMuch: () => boolean };

/** Reads a span, and again where it changes meanwhile. A log that has a call twice, each time, is believed. */
async function readSpan(span: ClockSpan, asking: Asking): Promise<Once | Unread> {
  let before: Once | undefined;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (asking.isTooMuch()) return { answer: "not comparable", reason: "Convoso's total does not match its calls." };
    const read = await readOnce(span, asking);
    if ("answer" in read || read.doubt === null) return read;
    const isSame = before?.doubt === read.doubt && hasSameKeys(before.rows, read.rows);
    if (isSame && read.doubt === "repeats") return read;
    if (isSame && read.doubt === "withholds") return { answer: "not comparable", reason: withheld(read) };
    before = read.doubt === "moves" ? undefined : read;
  }
  return { answer: "could not ask", failure: CHANGING };
}

const withheld = ({ total, seen }: Once) =>
  `Convoso reports ${total} calls but returns ${seen}, so this hour cannot be compared. Check what the auth token may read.`;

const hasSameKeys = (some: Rows, others: Rows) =>
  some.size === others.size && [...some.keys()].every((id) => others.has(id));

async function readOnce(span: ClockSpan, asking: Asking): Promise<Once | Unread> {
  const page = await asking.ask(span, 0);
  if (!page.ok) return { answer: "could not ask", failure: page.failure };
  const { total, count } = page;
  const pageSize = count < Math.min(total ?? 0, MOST_ROWS) ? count : MOST_ROWS;
  const halves = total !== null && count > 0 && total > MOST_PAGES * pageSize ? halvesOf(span) : null;
  if (total === null || !halves) return readPages(page, (offset) => asking.ask(span, offset), asking.whole);
  const fault = findFault(page, asking.whole);
  return fault ? { answer: "not comparable", reason: fault } : readHalves(halves, total, asking);
}

async function readHalves(halves: [ClockSpan, ClockSpan], total: number, asking: Asking): Promise<Once | Unread> {
  const rows: Rows = new Map();
  let seen = 0;
  for (const half of halves) {
    const read = await readSpan(half, asking);
    if ("answer" in read) return read;
    for (const [id, row] of read.rows) rows.set(id, row);
    seen += read.seen;
  }
  const doubt = seen < total ? "withholds" : seen > total ? "moves" : rows.size < seen ? "repeats" : null;
  return { rows, seen, doubt, total };
}
