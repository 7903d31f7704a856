import type { Database } from "#app/db/connection/pool.server.ts";
import { type LinkVerdict, updateVerdict } from "#app/db/recordings/recording-links.server.ts";
import {
  countRefetches,
  openSearchForAnother,
  settleReplacement,
} from "#app/db/recordings/reopened-searches.server.ts";
import { env } from "#app/env.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { queueRecordingJobs } from "#app/features/recordings/recording-jobs.server.ts";
import { afterFailedLink } from "#app/features/recordings/recording-schedule.server.ts";

/**
 * Notes what was seen of a call's link. One that failed leads back to the search, a few times; one that failed before and
 * plays ends it. Does nothing where that is known, or the call has another link meanwhile.
 */
export async function saveVerdict(db: Database, callId: string, url: string, verdict: LinkVerdict): Promise<void> {
  const isNews = await db.transaction(async (transaction) => {
    const before = await updateVerdict(transaction, { callId, url, verdict });
    if (before === "failed" && verdict === "playable") await settleReplacement(transaction, callId);
    if (before !== undefined && before !== "failed" && verdict !== "playable")
      await searchAnother(transaction, callId, url);
    return before !== undefined;
  });
  if (isNews) announceChange("recordings");
}

/** Starts the search for another link in place of one that failed, in the caller's transaction, while it has tries left. */
async function searchAnother(db: Database, callId: string, url: string): Promise<void> {
  const nextTryAt = afterFailedLink(await countRefetches(db, callId), env().RECORDING_RETRY_SECONDS, new Date());
  if (nextTryAt === null || !(await openSearchForAnother(db, { callId, url, nextTryAt }))) return;
  await queueRecordingJobs(db, [callId], nextTryAt);
}
