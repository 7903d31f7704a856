import { type Database, pool } from "#app/db/connection/pool.server.ts";
import {
  listRecordingSearches,
  type RecordingSearch,
  settleSearches,
} from "#app/db/recordings/pending-recording-queue.server.ts";
import { env } from "#app/env.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { askConvoso } from "#app/features/recordings/ask-convoso.server.ts";
import type { KnownLinks } from "#app/features/recordings/ask-together.server.ts";
import { fetchAnotherLink } from "#app/features/recordings/fetch-another-link.server.ts";
import { afterNoRecording, asideOf, isAudioUnlikely } from "#app/features/recordings/recording-schedule.server.ts";
import { saveFetchOutcome } from "#app/features/recordings/save-fetch-outcome.server.ts";
import type { FetchResult } from "#app/lib/fetch-results.ts";
import { together } from "#app/lib/together.server.ts";

/** States of a search that continues. */
const OPEN = new Set(["waiting", "again", "blocked"]);

/** The searches of jobs that start at the same time, read at once. */
export const findSearch = together(100, async (callIds: string[]) => {
  const found = await listRecordingSearches(await pool(), callIds);
  const byCall = new Map(found.map((search) => [search.callId, search]));
  return callIds.map((callId) => byCall.get(callId) ?? null);
});

/**
 * Asks Convoso for one call's recording, once, and stores what came of it: the URL on the call, or the next try and its
 * job. Doing it twice, or after a delivery brought the URL, changes nothing. Many at the same time share their statements.
 * @param known what Convoso has said of calls already
 * @returns what came of it; null where there is nothing to search for
 */
export async function fetchRecordingNow(callId: string, known: KnownLinks = new Map()): Promise<FetchResult | null> {
  const search = await findSearch(callId);
  if (!search || !OPEN.has(search.state)) return null;
  const db = await pool();
  const result = await fetchFor(db, search, known);
  announceChange("recordings");
  return result;
}

async function fetchFor(db: Database, search: RecordingSearch, known: KnownLinks): Promise<FetchResult | null> {
  const { callId, recordingUrl } = search;
  if (recordingUrl === null) return fetchFirstLink(db, search, known);
  if (search.isReplacing) return fetchAnotherLink(db, { ...search, recordingUrl }, known);
  await settleSearches(db, [callId], "The call has its recording.");
  return null;
}

async function fetchFirstLink(db: Database, search: RecordingSearch, known: KnownLinks): Promise<FetchResult> {
  const { callId, attempts, receivedAt } = search;
  const asked = await askConvoso(db, search, known);
  if (!asked.isAnswered) {
    const { result, step, failures, lastAnswer } = asked;
    await saveFetchOutcome({ callId, ...step, attempts, failures, lastAnswer });
    return result;
  }
  if (asked.recordingUrls.length > 0) {
    await saveFetchOutcome({ callId, recordingUrls: asked.recordingUrls });
    return "found";
  }
  const isUnlikely = isAudioUnlikely(search);
  const retrySeconds = env().RECORDING_RETRY_SECONDS;
  const step = afterNoRecording({ attempts: attempts + 1, receivedAt, isUnlikely }, retrySeconds, new Date());
  await saveFetchOutcome({
    callId,
    ...step,
    attempts: attempts + 1,
    failures: 0,
    lastAnswer: asked.lastAnswer + asideOf(isUnlikely),
  });
  return "none";
}
