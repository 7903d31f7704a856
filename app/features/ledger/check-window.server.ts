import { type ClockSpan, isWithin, questionFor } from "#app/convoso/account-hours.server.ts";
import { type ConvosoSettings, retrieveCallLog } from "#app/convoso/client.server.ts";
import { type LogRow, retrieveLogPage } from "#app/convoso/log-page.server.ts";
import { insertRecordings } from "#app/db/archive/archived-recordings.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { savePairs } from "#app/db/ledger/ledger-pairs.server.ts";
import type { OurCall } from "#app/db/ledger/our-calls.server.ts";
import { saveComparison } from "#app/db/ledger/save-differences.server.ts";
import { type DueWindow, findNow, saveWindowAnswer } from "#app/db/ledger/window-queue.server.ts";
import { env } from "#app/env.server.ts";
import { nextCheck } from "#app/features/ledger/check-schedule.server.ts";
import { type Compared, compareWindow, missingThere } from "#app/features/ledger/compare-window.server.ts";
import { type AskPage, readLog } from "#app/features/ledger/read-log.server.ts";
import type { Unread } from "#app/features/ledger/read-pages.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { afterFailure } from "#app/features/recordings/recording-schedule.server.ts";
import { saveFetchOutcome } from "#app/features/recordings/save-fetch-outcome.server.ts";
import { pauseTurns, waitForFreeTurn } from "#app/features/recordings/wait-for-turn.server.ts";

/** So many calls that Convoso seems to lack are asked for one by one; more have another reason. */
const MOST_VERIFIED = 20;
const DAY_MS = 24 * 3_600_000;

/**
 * Asks Convoso for an hour of its log, compares it with our calls, and notes what it found: all of it or nothing. Recordings
 * that are in the answer go to the calls that wait for one.
 * @returns false where Convoso could not be asked
 * @throws the signal's reason when it aborts
 */
export async function checkWindow(
  db: Database,
  window: DueWindow,
  settings: ConvosoSettings,
  signal?: AbortSignal,
): Promise<boolean> {
  const askedAt = await findNow(db);
  const ask: AskPage = async (span, offset) => {
    await waitForFreeTurn(db, signal);
    const page = await retrieveLogPage(settings, span, { offset });
    if (!page.ok && page.failure.kind === "rate-limited") await pauseTurns(db, page.failure.retryAfterSeconds);
    return page;
  };
  const question = questionFor(window, settings.timeZone);
  const read = await readLog(question, ask);
  const { timeZone } = settings;
  if (!read.ok) return saveUnread(db, window, read, { askedAt, timeZone, questions: read.questions });
  const compared = await compareWindow(db, window, read.rows, askedAt);
  const verified = await verifyMissing(db, compared.missingThere, { settings, kept: question.kept, signal });
  const asked = { askedAt, timeZone, questions: read.questions + verified.questions };
  if ("answer" in verified) return saveUnread(db, window, verified, asked);
  const found = [...compared.found, ...verified.missing.map(missingThere)];
  const { startsAt: windowStart, endsAt } = window;
  await db.transaction(async (transaction) => {
    const nextAskAt = nextCheck(endsAt, env().LEDGER_CHECK_SECONDS, askedAt, compared.goingOn > 0);
    const answer = { answer: "compared", callsThere: compared.callsThere } as const;
    await saveWindowAnswer(transaction, { startsAt: windowStart, ...asked, nextAskAt, ...answer });
    await saveComparison(transaction, { windowStart, askedAt, found, equalCallIds: compared.equalCallIds });
    await savePairs(transaction, compared.pairs);
  });
  await takeRecordings(db, read.rows, compared);
  announceChange("ledger");
  return true;
}

/** @returns whether Convoso answered at all */
async function saveUnread(
  db: Database,
  { startsAt, endsAt, failures }: DueWindow,
  unread: Unread,
  asked: { askedAt: Date; timeZone: string; questions: number },
): Promise<boolean> {
  const now = await findNow(db);
  if (unread.answer === "not comparable") {
    const nextAskAt = nextCheck(endsAt, env().LEDGER_CHECK_SECONDS, now);
    await saveWindowAnswer(db, { startsAt, ...asked, nextAskAt, answer: unread.answer, reason: unread.reason });
  } else {
    const { kind, message: reason, retryAfterSeconds } = unread.failure;
    const failure = { kind: kind === "changing" ? "server-error" : kind, retryAfterSeconds } as const;
    const { nextTryAt } = afterFailure(failure, { failures: failures + 1, receivedAt: now }, now);
    await saveWindowAnswer(db, {
      startsAt,
      ...asked,
      nextAskAt: nextTryAt,
      answer: unread.answer,
      reason,
      failure: kind,
    });
  }
  announceChange("ledger");
  return unread.answer !== "could not ask";
}

type Verified = { questions: number } & ({ missing: OurCall[] } | Unread);

/**
 * Asks for each call of ours that was not in the hour: Convoso may have it at another time. Where that is so of many, our
 * times and Convoso's cannot be compared. Where it is in this very hour, Convoso's list of the hour leaves calls out.
 */
async function verifyMissing(
  db: Database,
  suspected: readonly OurCall[],
  { settings, kept, signal }: { settings: ConvosoSettings; kept: ClockSpan; signal: AbortSignal | undefined },
): Promise<Verified> {
  const missing: OurCall[] = [];
  const tried = suspected.slice(0, MOST_VERIFIED);
  for (const [index, our] of tried.entries()) {
    await waitForFreeTurn(db, signal);
    const { callId, occurredAt } = our;
    const [from, to] = [-DAY_MS, DAY_MS].map((away) => new Date(occurredAt.getTime() + away)) as [Date, Date];
    const answer = await retrieveCallLog(settings, { callId, from, to });
    const questions = index + 1;
    if (!answer.ok && answer.failure.kind !== "refused")
      return { questions, answer: "could not ask", failure: answer.failure };
    const row = answer.ok ? answer.rows.find(({ id }) => id === callId) : undefined;
    if (!row) missing.push(our);
    else if (isWithin(row.callDate, kept)) return { questions, ...leftOut(callId) };
  }
  const isElsewhere = missing.length < tried.length;
  if (isElsewhere && suspected.length > MOST_VERIFIED)
    return { questions: tried.length, ...elsewhere(suspected.length) };
  return { questions: tried.length, missing: [...missing, ...suspected.slice(MOST_VERIFIED)] };
}

const leftOut = (callId: string): Unread => ({
  answer: "not comparable",
  reason: `Convoso has the call ${callId} in this hour, but its list does not contain it, so this hour cannot be compared.`,
});

function elsewhere(count: number): Unread {
  return {
    answer: "not comparable",
    reason: `Convoso lists many of our ${count} other calls of this hour at a different time. Check CONVOSO_TIME_ZONE.`,
  };
}

/**
 * Gives the recordings of the log to the calls that have none, and notes further ones of those that have. One that nobody
 * searches for is left alone.
 */
async function takeRecordings(db: Database, rows: readonly LogRow[], { ours }: Compared): Promise<void> {
  const given = rows.flatMap(({ id, recordingUrls }) => (ours.has(id) ? [{ callId: id, recordingUrls }] : []));
  const missing = given.filter(
    ({ callId, recordingUrls }) => recordingUrls.length > 0 && ours.get(callId)?.recordingUrl === null,
  );
  await Promise.all(missing.map((recording) => saveFetchOutcome(recording)));
  const isSeveral = await insertRecordings(db, given);
  if (missing.length > 0 || isSeveral) announceChange("recordings");
}
