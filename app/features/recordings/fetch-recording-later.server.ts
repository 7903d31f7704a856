import { addJobs, removeJobs, toRemoveJobs } from "#app/db/jobs.server.ts";
import {
  type FetchedRecording,
  type NextTry,
  toLockCalls,
  toSaveFetchedRecordings,
  toSaveNextTries,
  toSettleSearches,
  toStartSearches,
} from "#app/db/pending-recording-queue.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import type { Statement } from "#app/db/statement.server.ts";
import { env } from "#app/env.server.ts";

/** The task is named after its file; the key makes a job the only one for its call. */
const JOB = { task: "fetch_recording", keyPrefix: "fetch_recording:" };

function recordingJobKey(callId: string): string {
  return JOB.keyPrefix + callId;
}

/** Queues the jobs that ask for these calls' recordings at `runAt`, in the caller's transaction. */
export async function queueRecordingJobs(db: Database, callIds: readonly string[], runAt: Date): Promise<void> {
  await addJobs(
    db,
    callIds.map((callId) => ({ task: JOB.task, payload: { callId }, key: recordingJobKey(callId), runAt })),
  );
}

/** Takes back the jobs that would ask for these calls' recordings. */
export async function removeRecordingJobs(db: Database, callIds: readonly string[]): Promise<void> {
  await removeJobs(db, callIds.map(recordingJobKey));
}

/**
 * The statements that see to the recordings of calls just saved, in the same transaction: one without a recording is
 * asked for after RECORDING_DELAY_SECONDS; for one that has it the search, if any, is over. A call that is already being
 * searched for keeps its place on the schedule.
 */
export function fetchRecordingsLater(
  calls: readonly { callId: string; recordingUrl: string | null; isSearched: boolean }[],
): readonly Statement[] {
  const without = idsOf(calls.filter(({ recordingUrl, isSearched }) => recordingUrl === null && !isSearched));
  const having = idsOf(calls.filter(({ recordingUrl, isSearched }) => recordingUrl !== null && isSearched));
  const firstTryAt = new Date(Date.now() + env().RECORDING_DELAY_SECONDS * 1000);
  return [
    ...toStartSearches(without, firstTryAt, JOB),
    ...toSettleSearches(having, "A delivery brought the recording.", JOB),
  ];
}

/** The statements that store what came of asking for recordings: those that Convoso gave, and when to ask for the others. */
export function fetchOutcomeStatements(found: readonly FetchedRecording[], tries: readonly NextTry[]): Statement[] {
  return [
    toLockCalls(idsOf([...found, ...tries])),
    ...toSaveFetchedRecordings(found),
    ...toRemoveJobs(idsOf(found).map(recordingJobKey)),
    ...toSaveNextTries(tries, JOB),
  ];
}

function idsOf(calls: readonly { callId: string }[]): string[] {
  return [...new Set(calls.map(({ callId }) => callId))];
}
