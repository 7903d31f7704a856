import type { Task } from "graphile-worker";
import { z } from "zod";
import { NOTE_RUNS, writeManyNotesNow } from "#app/features/notes/write-many-notes.server.ts";
import { continueRun, requeueStrandedRuns } from "#app/features/runs/start-run.server.ts";

const Payload = z.object({ runId: z.number().optional() });

/** When somebody asks for it: one note on many calls. Every minute: runs whose job was lost get a new one. */
export const write_notes: Task = async (payload, { abortSignal }) => {
  const { runId } = Payload.parse(payload);
  if (runId === undefined) return requeueStrandedRuns(NOTE_RUNS);
  if (await writeManyNotesNow(runId, abortSignal)) return;
  await continueRun(NOTE_RUNS, runId);
};
