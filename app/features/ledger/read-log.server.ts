import { type ClockSpan, halvesOf, isWithin } from "#app/convoso/account-hours.server.ts";
import type { ConvosoFailure } from "#app/convoso/client.server.ts";
import { HIGHEST_OFFSET, type LogPageAnswer, type LogRow, MOST_ROWS } from "#app/convoso/log-page.server.ts";

/** Asks for one page of a span. */
export type AskPage = (span: ClockSpan, offset: number) => Promise<LogPageAnswer>;

/** Why a span of the log could not be read to its end. */
export type Unread =
  | { answer: "could not ask"; failure: Pick<ConvosoFailure, "kind" | "message" | "retryAfterSeconds"> | Changing }
  | { answer: "not comparable"; reason: string };
type Changing = { kind: "changing"; message: string; retryAfterSeconds: null };

/** All the calls of a span of the log, each once, or why not. `questions`: how many it took. */
export type ReadLog = { questions: number } & ({ ok: true; rows: LogRow[] } | ({ ok: false } & Unread));

/** A span of more pages is halved: the further an offset, the longer Convoso takes, and the likelier a row moves. */
const MOST_PAGES = 4;
/** So often a span is read again when it changes meanwhile. */
const MOST_TRIES = 3;
/** Clocks of Convoso's own machines. */
const SLACK_SECONDS = 5;

const CHANGING: Changing = {
  kind: "changing",
  message: "Convoso's log changed while it was read, three times in a row.",
  retryAfterSeconds: null,
};
const TOO_MANY = "Convoso has more calls in one second than it gives.";
const NO_IDS = "Convoso's answer has calls without an id.";

/**
 * Reads all calls of a span of Convoso's log. It believes nothing that can be checked: that a page is as long as asked, that
 * the total stays, that no row comes twice because another one was left out, and that the rows are of the span at all.
 * @param asked what to ask for; calls outside it mean that Convoso ignored it
 * @param kept which of the calls are wanted
 */
export async function readLog({ asked, kept }: { asked: ClockSpan; kept: ClockSpan }, ask: AskPage): Promise<ReadLog> {
  let questions = 0;
  const counted: AskPage = (...args) => {
    questions += 1;
    return ask(...args);
  };
  const read = await readSpan(asked, asked, counted);
  if ("answer" in read) return { ok: false, questions, ...read };
  const isAll = asked.from === kept.from && asked.to === kept.to;
  const rows = [...read.values()];
  return { ok: true, questions, rows: isAll ? rows : rows.filter(({ callDate }) => isWithin(callDate, kept)) };
}

type Rows = Map<string, LogRow>;

/** Reads a span, and again where it changes meanwhile. A log that has a call twice, each time, is believed. */
async function readSpan(span: ClockSpan, whole: ClockSpan, ask: AskPage): Promise<Rows | Unread> {
  let before: Rows | undefined;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const read = await readOnce(span, whole, ask);
    if ("answer" in read) return read;
    if (read.doubt === null) return read.rows;
    if (before && hasSameKeys(before, read.rows) && read.doubt === "repeats") return read.rows;
    before = read.doubt === "repeats" ? read.rows : undefined;
  }
  return { answer: "could not ask", failure: CHANGING };
}

const hasSameKeys = (some: Rows, others: Rows) =>
  some.size === others.size && [...some.keys()].every((id) => others.has(id));

/** `doubt`: the total moved, or there are fewer different calls than the total says. */
type Once = { rows: Rows; doubt: "moves" | "repeats" | null };

async function readOnce(span: ClockSpan, whole: ClockSpan, ask: AskPage): Promise<Once | Unread> {
  let page = await ask(span, 0);
  if (!page.ok) return { answer: "could not ask", failure: page.failure };
  const { total } = page;
  const pageSize = page.count < Math.min(total ?? 0, MOST_ROWS) ? page.count : MOST_ROWS;
  const halves = total !== null && total > MOST_PAGES * pageSize ? halvesOf(span) : null;
  if (halves) return readHalves(halves, whole, total, ask);
  const rows: Rows = new Map();
  let seen = 0;
  for (;;) {
    const fault = findFault(page.rows, page.count, whole);
    if (fault) return { answer: "not comparable", reason: fault };
    for (const row of page.rows) rows.set(row.id, row);
    seen += page.count;
    if (page.total !== total) return { rows, doubt: "moves" };
    if (page.count === 0 || (total !== null && seen >= total)) break;
    if (seen > HIGHEST_OFFSET) return { answer: "not comparable", reason: TOO_MANY };
    page = await ask(span, seen);
    if (!page.ok) return { answer: "could not ask", failure: page.failure };
  }
  return { rows, doubt: total !== null && rows.size !== total ? "repeats" : null };
}

async function readHalves(
  halves: [ClockSpan, ClockSpan],
  whole: ClockSpan,
  total: number | null,
  ask: AskPage,
): Promise<Once | Unread> {
  const rows: Rows = new Map();
  for (const half of halves) {
    const read = await readSpan(half, whole, ask);
    if ("answer" in read) return read;
    for (const [id, row] of read) rows.set(id, row);
  }
  return { rows, doubt: rows.size !== total ? "repeats" : null };
}

function findFault(rows: readonly LogRow[], count: number, whole: ClockSpan): string | null {
  if (rows.length < count) return NO_IDS;
  const stray = rows.find(({ callDate, callLength }) => !isWithin(callDate, whole, SLACK_SECONDS + (callLength ?? 0)));
  return stray
    ? `Convoso gave calls of other times, such as ${stray.callDate}, so it does not say what this hour has. Check that CONVOSO_API_URL leads to Convoso itself.`
    : null;
}
