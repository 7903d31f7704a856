import type { FetchedRecording, NextTry } from "#app/db/pending-recording-queue.server.ts";
import { createPipeline, type Pipeline } from "#app/db/pipeline.server.ts";
import { fetchOutcomeStatements } from "#app/features/recordings/fetch-recording-later.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { together } from "#app/lib/together.server.ts";

/** What came of asking Convoso for a recording: its URL, or when to ask again. */
export type FetchOutcome = Omit<FetchedRecording, "callId"> | Omit<NextTry, "callId">;

/**
 * Stores what came of asking for one call's recording, with the job of the next try. Those that come in while an earlier
 * transaction is under way share the next one, and that is one round trip: a backlog costs few commits.
 */
export const saveFetchOutcome = together(100, async (outcomes: (FetchedRecording | NextTry)[]) => {
  const pipeline = singleton("recordings-pipeline", (): Pipeline => createPipeline());
  const statements = fetchOutcomeStatements(
    outcomes.filter((outcome) => "recordingUrl" in outcome),
    outcomes.filter((outcome) => "state" in outcome),
  );
  return pipeline.transaction(async () => ({ statements, result: outcomes }));
});
