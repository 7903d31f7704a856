import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import {
  endFetch,
  findFetch,
  holdFetch,
  listNextCalls,
  type RecordingFetch,
  saveFetchResults,
} from "#app/db/recordings/recording-fetches.server.ts";
import { reopenSearches } from "#app/db/recordings/reopened-searches.server.ts";
import { env } from "#app/env.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { askTogether, type KnownLinks } from "#app/features/recordings/ask-together.server.ts";
import { fetchRecordingNow } from "#app/features/recordings/fetch-recording-now.server.ts";
import { type FetchResult, UNASKED, type Unasked } from "#app/lib/fetch-results.ts";
import { log } from "#app/log.server.ts";

/** Calls that are asked for together, in as few questions as cover them. */
const MOST_TOGETHER = 500;
/** Calls that are worked off at the same time. */
const MOST_AT_ONCE = 10;
/** Two seconds' worth, so that a fetch that is stopped ends soon. */
const SECONDS_AT_ONCE = 2;
/** After so long, a fetch waits for Convoso no longer and ends. */
const PATIENCE_MS = 24 * 3600 * 1000;

/**
 * Works a fetch off, a few calls at a time, and notes each result: whenever this ends, the next run asks only for those that
 * are left. Ends early when `signal` aborts.
 * @returns "held" if Convoso cannot be reached now
 */
export async function runFetch(id: number, signal?: AbortSignal): Promise<"over" | "unfinished" | "held"> {
  const db = await pool();
  await installJobQueue();
  const { CONVOSO_REQUESTS_PER_SECOND: perSecond } = env();
  const atOnce = perSecond === 0 ? MOST_AT_ONCE : Math.ceil(Math.min(MOST_AT_ONCE, perSecond * SECONDS_AT_ONCE));
  for (;;) {
    const callIds = await listNextCalls(db, id, MOST_TOGETHER);
    if (callIds.length === 0) await endFetch(db, id);
    if (signal?.aborted) return "unfinished";
    if (!(await findRunning(db, id))) return "over";
    const known = await askTogether(db, callIds);
    for (let at = 0; at < callIds.length; at += atOnce) {
      if (signal?.aborted) return "unfinished";
      const fetch = await findRunning(db, id);
      if (!fetch) return "over";
      const isHeld = await takeStep(db, fetch, callIds.slice(at, at + atOnce), known);
      announceChange("recordings");
      if (isHeld) return "held";
    }
  }
}

/** The fetch, unless it ended or was stopped. */
async function findRunning(db: Database, id: number): Promise<RecordingFetch | null> {
  const fetch = await findFetch(db, id);
  return fetch?.state === "running" ? fetch : null;
}

/** @returns whether the fetch has to wait for Convoso */
async function takeStep(
  db: Database,
  fetch: RecordingFetch,
  callIds: readonly string[],
  known: KnownLinks,
): Promise<boolean> {
  await db.transaction((transaction) => reopenSearches(transaction, callIds, { isAnew: false }));
  const results = await Promise.all(callIds.map(async (callId) => ({ callId, result: await askFor(callId, known) })));
  const unasked = results.map(({ result }) => result).filter((result) => isUnasked(result));
  const isAnswered = unasked.length < results.length;
  const isPatient = fetch.held_since === null || Date.now() - fetch.held_since.getTime() < PATIENCE_MS;
  if (!isAnswered && unasked[0] && isPatient) {
    await holdFetch(db, fetch.id, unasked[0]);
    return true;
  }
  await saveFetchResults(db, fetch.id, results, { isAnswered });
  return false;
}

const isUnasked = (result: FetchResult): result is Unasked => UNASKED.some((unasked) => unasked === result);

/** What came of one call. One that fails by our own fault must not hold up the others. */
async function askFor(callId: string, known: KnownLinks): Promise<FetchResult> {
  try {
    return (await fetchRecordingNow(callId, known)) ?? "found"; // a delivery brought another link in between
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log().error({ err: error, callId }, "a recording could not be fetched");
    return "error";
  }
}
