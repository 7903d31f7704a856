import type { Task } from "graphile-worker";
import { z } from "zod";
import { NOTE_RUNS, writeManyNotesNow } from "#app/features/notes/write-many-notes.server.ts";
import { requeueStrandedRuns } from "#app/features/runs/start-run.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

const Payload = z.object({ runId: z.number().optional() });

/** When somebody asks for it: one note on many calls. Every minute: runs whose job was lost get a new one. */
export const write_notes: Task = async (payload, { abortSignal, addJob }) => {
  const { runId } = Payload.parse(payload);
  if (runId === undefined) return requeueStrandedRuns(NOTE_RUNS);
  if (await writeManyNotesNow(runId, abortSignal)) return;
  await addJob("write_notes", { runId }, { jobKey: jobKey("write_notes", runId), priority: -5 });
};
