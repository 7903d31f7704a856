import type { Span } from "#app/convoso/account-hours.server.ts";
import { MOST_ROWS } from "#app/convoso/log-page.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import {
  type CallInLog,
  findCallAfter,
  findCallBefore,
  listSearchesWithin,
  type OpenSearch,
} from "#app/db/recordings/due-searches.server.ts";
import { singleton } from "#app/lib/singleton.ts";

/** A question about all calls of a span, and whose recordings it may bring. `due`: those that have to be asked for. */
export type Question<Due extends CallInLog = OpenSearch> = { span: Span; due: Due[]; others: OpenSearch[] };

/** A page is planned to be so full: a few calls more than thought must not cost another question. */
const PLANNED_ROWS = 0.9 * MOST_ROWS;
const SECOND_MS = 1000;
/** How long before it was reported a call may have begun of which nobody said when and how long it was. */
const LONGEST_CALL_SECONDS = 1200;
const SLACK_SECONDS = 30;
/** Nobody knows how Convoso likes to be asked for weeks. */
const LONGEST_SPAN_MS = 24 * 3_600_000;
/** How much of what is learned of the log is believed at once. */
const LEARNING = 0.3;

/** How long calls are asked for one by one after spans have shown none of them. */
const BLIND_MS = 10 * 60_000;

/**
 * What is learned of the log. `rowsPerCall`: how many calls it has for each of ours, since dials that no webhook tells of are
 * rows too. `blindUntil`: where our times are not Convoso's, as with a wrong zone, spans do not show our calls.
 */
const learned = () => singleton("learned-of-log", () => ({ rowsPerCall: 1, blindUntil: 0 }));

/** Learns from an answer how dense the log is. */
export function learnDensity(rows: number, calls: number): void {
  if (calls === 0) return;
  const state = learned();
  state.rowsPerCall = Math.max(1, state.rowsPerCall + LEARNING * (rows / calls - state.rowsPerCall));
}

/** So many calls that were asked for and none of which is in the answer are no accident. */
const FEWEST_BLIND = 3;

/** Whether an answer has none of the calls that it should have. Calls are then asked for one by one for a while. */
export function learnBlindness(
  due: readonly CallInLog[],
  links: ReadonlyMap<string, readonly string[]>,
  now: Date,
): boolean {
  if (due.length < FEWEST_BLIND || due.some(({ callId }) => links.has(callId))) return false;
  learned().blindUntil = now.getTime() + BLIND_MS;
  return true;
}

/**
 * Plans the fewest questions about spans that cover these searches, each a page of the log. Other open searches in a span
 * cost nothing, so the answer counts for them too.
 * @param due the earliest call first
 */
export async function planQuestions<Due extends CallInLog>(
  db: Database,
  due: readonly Due[],
  now: Date,
): Promise<Question<Due>[]> {
  if (now.getTime() < learned().blindUntil) return due.map(alone);
  const questions: Question<Due>[] = [];
  const calls = Math.max(1, Math.floor(PLANNED_ROWS / learned().rowsPerCall));
  for (let next = 0; next < due.length; ) {
    const first = due[next] as Due;
    const from = first.occurredAt;
    const full =
      (await findCallAfter(db, from, calls)) ?? new Date(Math.max(now.getTime(), from.getTime()) + SECOND_MS);
    const end = new Date(Math.min(full.getTime(), from.getTime() + LONGEST_SPAN_MS));
    const isWithin = ({ occurredAt }: CallInLog) => occurredAt < end || occurredAt.getTime() === from.getTime();
    const count = due.slice(next).findIndex((search) => !isWithin(search));
    const within = due.slice(next, count < 0 ? due.length : next + count);
    const known = new Set(within.map(({ callId }) => callId));
    const earliest = (await findCallBefore(db, end, calls)) ?? new Date(0);
    const begin = new Date(Math.min(from.getTime(), Math.max(earliest.getTime(), end.getTime() - LONGEST_SPAN_MS)));
    const others = (await listSearchesWithin(db, begin, end, MOST_ROWS)).filter(({ callId }) => !known.has(callId));
    questions.push({ span: spanOf([...within, ...others]), due: within, others });
    next += within.length;
  }
  return questions;
}

const alone = <Due extends CallInLog>(search: Due): Question<Due> => ({
  span: spanOf([search]),
  due: [search],
  others: [],
});

/** From the earliest moment at which one of the calls may have begun to the latest. */
function spanOf(searches: readonly CallInLog[]): Span {
  const starts = searches.map(
    ({ occurredAt, hasStart, durationSeconds }) =>
      occurredAt.getTime() - (hasStart ? 0 : (durationSeconds ?? LONGEST_CALL_SECONDS) + SLACK_SECONDS) * SECOND_MS,
  );
  const ends = searches.map(({ occurredAt }) => occurredAt.getTime());
  return { startsAt: new Date(Math.min(...starts)), endsAt: new Date(Math.max(...ends) + SECOND_MS) };
}
