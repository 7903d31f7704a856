import { toInsertRecordings } from "#app/db/archive/archived-recordings.server.ts";
import { createPipeline, type Pipeline } from "#app/db/ingest/pipeline.server.ts";
import { toRemoveJobs } from "#app/db/jobs/jobs.server.ts";
import {
  type FetchedRecording,
  type NextTry,
  toLockCalls,
  toSaveFetchedRecordings,
  toSaveNextTries,
} from "#app/db/recordings/pending-recording-queue.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";
import { singleton } from "#app/lib/singleton.ts";
import { together } from "#app/lib/together.server.ts";

/**
 * Stores what came of asking for one call's recording, with the job of the next try. Those that come in while an earlier
 * transaction is under way share the next one, and that is one round trip: a backlog costs few commits.
 */
export const saveFetchOutcome = together(100, async (outcomes: (FetchedRecording | NextTry)[]) => {
  const pipeline = singleton("recordings-pipeline", (): Pipeline => createPipeline());
  const found = outcomes.filter((outcome) => "recordingUrls" in outcome);
  const statements = [
    toLockCalls([...new Set(outcomes.map(({ callId }) => callId))]),
    ...toSaveFetchedRecordings(found),
    ...toInsertRecordings(found),
    ...toRemoveJobs(found.map(({ callId }) => jobKey("fetch_recording", callId))),
    ...toSaveNextTries(outcomes.filter((outcome) => "state" in outcome)),
  ];
  return pipeline.transaction(async () => ({ statements, result: outcomes }));
});
