import type { Plan } from "#app/db/connection/statement.server.ts";
import { toSettleSearches, toStartSearches } from "#app/db/recordings/pending-recording-queue.server.ts";
import { env } from "#app/env.server.ts";

/**
 * Plans the searches for the recordings of calls just saved, in the same transaction: one without a recording is asked for
 * after RECORDING_DELAY_SECONDS; for one that has it the search, if any, is over. A call that is already being searched for
 * keeps its place on the schedule.
 * @param traces the traces that calls belong to, by call id, so that their jobs do, too
 * @returns as `result` the ids of the calls whose search starts
 */
export function planRecordingSearches(
  calls: readonly { callId: string; recordingUrl: string | null; isSearched: boolean }[],
  traces: ReadonlyMap<string, string> = new Map(),
): Plan<string[]> {
  const result = idsOf(calls.filter(({ recordingUrl, isSearched }) => recordingUrl === null && !isSearched));
  const having = idsOf(calls.filter(({ recordingUrl, isSearched }) => recordingUrl !== null && isSearched));
  const firstTryAt = new Date(Date.now() + env().RECORDING_DELAY_SECONDS * 1000);
  const statements = [
    ...toStartSearches(result, firstTryAt, traces),
    ...toSettleSearches(having, "A delivery brought the recording."),
  ];
  return { result, statements };
}

function idsOf(calls: readonly { callId: string }[]): string[] {
  return [...new Set(calls.map(({ callId }) => callId))];
}
