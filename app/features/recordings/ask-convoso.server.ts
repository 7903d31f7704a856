import { type CallLogAnswer, retrieveCallLog } from "#app/convoso/client.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { RETURNED, type RecordingSearch } from "#app/db/recordings/pending-recording-queue.server.ts";
import { env } from "#app/env.server.ts";
import type { KnownLinks } from "#app/features/recordings/ask-together.server.ts";
import { afterFailure, type NextStep } from "#app/features/recordings/recording-schedule.server.ts";
import { pauseTurns, waitForTurn } from "#app/features/recordings/wait-for-turn.server.ts";
import type { Unasked } from "#app/lib/fetch-results.ts";
import { log } from "#app/log.server.ts";

const DAY_MS = 24 * 3600 * 1000;
/** What Convoso says where it has no recording of a call, in words for the admin. */
export const NOT_YET = "Convoso has the call, but no recording of it (yet).";
export const NO_SUCH_CALL = "Convoso has no such call in its log (yet).";

/** What Convoso said about a call's recordings, in order; or, where it could not be asked, what follows. Both in words for the admin. */
export type Asked =
  | { isAnswered: true; recordingUrls: readonly string[]; lastAnswer: string }
  | { isAnswered: false; result: "no id" | Unasked; step: NextStep; failures: number; lastAnswer: string };

/** Asks Convoso for one call's recording, in its turn, unless it is known what it says. */
export async function askConvoso(db: Database, search: RecordingSearch, known: KnownLinks): Promise<Asked> {
  const { CONVOSO_AUTH_TOKEN, CONVOSO_API_URL, CONVOSO_TIME_ZONE } = env();
  const { callId, failures, receivedAt, occurredAt } = search;
  const now = new Date();
  const links = known.get(callId);
  if (links) return { isAnswered: true, recordingUrls: links, lastAnswer: links.length > 0 ? RETURNED : NOT_YET };
  if (callId.startsWith("derived:")) {
    const lastAnswer =
      "The deliveries have no call id, so the portal cannot request the recording. Map call_log_id in the adaptor.";
    return { isAnswered: false, result: "no id", step: { state: "gave_up", nextTryAt: null }, failures, lastAnswer };
  }
  if (!CONVOSO_AUTH_TOKEN) {
    const step = afterFailure({ kind: "unauthorized", retryAfterSeconds: null }, { failures: 1, receivedAt }, now);
    const lastAnswer = "CONVOSO_AUTH_TOKEN is not set, so the portal cannot request recordings.";
    return { isAnswered: false, result: "blocked", step, failures, lastAnswer };
  }
  await waitForTurn(db);
  const answer = await retrieveCallLog(
    { apiUrl: CONVOSO_API_URL, authToken: CONVOSO_AUTH_TOKEN, timeZone: CONVOSO_TIME_ZONE },
    // A day to each side: wide enough for a zone that is set wrongly, and the id alone picks the call.
    { callId, from: new Date(occurredAt.getTime() - DAY_MS), to: new Date(occurredAt.getTime() + DAY_MS) },
  );
  if (answer.ok || answer.failure.kind === "refused") return { isAnswered: true, ...readAnswer(answer, callId) };
  if (answer.failure.kind === "rate-limited") await pauseTurns(db, answer.failure.retryAfterSeconds);
  log().warn({ callId, kind: answer.failure.kind }, "Convoso could not be asked for a recording");
  const step = afterFailure(answer.failure, { failures: failures + 1, receivedAt }, now);
  const result = step.state === "blocked" ? "blocked" : "not asked";
  return { isAnswered: false, result, step, failures: failures + 1, lastAnswer: answer.failure.message };
}

/** Only the row of this very call counts: another one's recording must never be attached to it. */
function readAnswer(answer: CallLogAnswer, callId: string): { recordingUrls: readonly string[]; lastAnswer: string } {
  if (!answer.ok) return { recordingUrls: [], lastAnswer: answer.failure.message };
  const row = answer.rows.find(({ id }) => id === callId);
  if (row?.recordingUrl) return { recordingUrls: row.recordingUrls, lastAnswer: RETURNED };
  if (row) return { recordingUrls: [], lastAnswer: NOT_YET };
  const isAboutOthers = answer.rows.length > 0;
  const lastAnswer = isAboutOthers ? "Convoso returned only other calls." : NO_SUCH_CALL;
  return { recordingUrls: [], lastAnswer };
}
