import { type CallLogAnswer, retrieveCallLog } from "#app/convoso/client.server.ts";
import {
  listRecordingSearches,
  type RecordingSearch,
  settlePendingRecordings,
} from "#app/db/pending-recording-queue.server.ts";
import { type Database, pool } from "#app/db/pool.server.ts";
import { env } from "#app/env.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { afterFailure, afterNoRecording, isAudioUnlikely } from "#app/features/recordings/recording-schedule.server.ts";
import { type FetchOutcome, saveFetchOutcome } from "#app/features/recordings/save-fetch-outcome.server.ts";
import { pauseTurns, waitForTurn } from "#app/features/recordings/wait-for-turn.server.ts";
import { together } from "#app/lib/together.server.ts";
import { log } from "#app/log.server.ts";

/** States of a search that goes on. */
const OPEN = new Set(["waiting", "blocked"]);
const DAY_MS = 24 * 3600 * 1000;

/** The searches of jobs that start at the same time, read at once. */
const findSearch = together(100, async (callIds: string[]) => {
  const found = await listRecordingSearches(await pool(), callIds);
  const byCall = new Map(found.map((search) => [search.callId, search]));
  return callIds.map((callId) => byCall.get(callId) ?? null);
});

/**
 * Asks Convoso for one call's recording, once, and stores what came of it: the URL on the call, or the next try and its
 * job. Doing it twice, or after a delivery brought the URL, changes nothing. Many at the same time share their statements.
 */
export async function fetchRecordingNow(callId: string): Promise<void> {
  const search = await findSearch(callId);
  if (!search || !OPEN.has(search.state)) return;
  const db = await pool();
  if (search.recordingUrl !== null) {
    await settlePendingRecordings(db, [callId], "The call has its recording.");
    return;
  }
  await saveFetchOutcome({ callId, ...(await ask(db, search)) });
  announceChange("recordings");
}

async function ask(db: Database, search: RecordingSearch): Promise<FetchOutcome> {
  const { CONVOSO_AUTH_TOKEN, CONVOSO_API_URL, CONVOSO_TIME_ZONE, RECORDING_RETRY_SECONDS } = env();
  const { callId, attempts, failures, receivedAt } = search;
  const now = new Date();
  if (callId.startsWith("derived:")) {
    const lastAnswer = "The deliveries carry no call id, so Convoso cannot be asked. Map call_log_id in the adaptor.";
    return { state: "gave_up", nextTryAt: null, attempts, failures, lastAnswer };
  }
  if (!CONVOSO_AUTH_TOKEN) {
    const step = afterFailure({ kind: "unauthorized", retryAfterSeconds: null }, { failures: 1, receivedAt }, now);
    return { ...step, attempts, failures, lastAnswer: "CONVOSO_AUTH_TOKEN is not set, so Convoso cannot be asked." };
  }
  await waitForTurn(db);
  const answer = await retrieveCallLog(
    { apiUrl: CONVOSO_API_URL, authToken: CONVOSO_AUTH_TOKEN, timeZone: CONVOSO_TIME_ZONE },
    // A day to each side: wide enough for a zone that is set wrongly, and the id alone picks the call.
    {
      callId,
      from: new Date(search.occurredAt.getTime() - DAY_MS),
      to: new Date(search.occurredAt.getTime() + DAY_MS),
    },
  );
  if (!answer.ok && answer.failure.kind !== "refused") {
    if (answer.failure.kind === "rate-limited") await pauseTurns(db, answer.failure.retryAfterSeconds);
    log().warn({ callId, kind: answer.failure.kind }, "Convoso could not be asked for a recording");
    const step = afterFailure(answer.failure, { failures: failures + 1, receivedAt }, now);
    return { ...step, attempts, failures: failures + 1, lastAnswer: answer.failure.message };
  }
  const found = readAnswer(answer, callId);
  if (found.recordingUrl !== null) return { recordingUrl: found.recordingUrl };
  const isUnlikely = isAudioUnlikely(search);
  const step = afterNoRecording({ attempts: attempts + 1, receivedAt, isUnlikely }, RECORDING_RETRY_SECONDS, now);
  const aside = isUnlikely ? " Calls of this kind seldom have one." : "";
  return { ...step, attempts: attempts + 1, failures: 0, lastAnswer: found.answer + aside };
}

/** Only the row of this very call counts: another one's recording must never be attached to it. */
function readAnswer(answer: CallLogAnswer, callId: string): { recordingUrl: string | null; answer: string } {
  if (!answer.ok) return { recordingUrl: null, answer: answer.failure.message };
  const row = answer.rows.find(({ id }) => id === callId);
  if (row) return { recordingUrl: row.recordingUrl, answer: "Convoso has the call, but no recording of it (yet)." };
  const others = answer.rows.length;
  return {
    recordingUrl: null,
    answer: others > 0 ? "Convoso answered with other calls only." : "Convoso has no such call in its log (yet).",
  };
}
