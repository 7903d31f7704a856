import type { Task } from "graphile-worker";
import { z } from "zod";
import { prepareEvidence } from "#app/features/evidence/prepare-evidence.server.ts";
import { tendEvidence } from "#app/features/evidence/start-evidence.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

const Payload = z.object({ setId: z.number().optional() });

/** When somebody asks for it: the recordings of a set are read and compared. Every minute: sets end, and lost jobs are queued again. */
export const prepare_evidence: Task = async (payload, { abortSignal, addJob }) => {
  const { setId } = Payload.parse(payload);
  if (setId === undefined) return tendEvidence();
  const isOver = await prepareEvidence(setId, abortSignal);
  // The worker stops: the next one continues.
  if (!isOver) await addJob("prepare_evidence", { setId }, { jobKey: jobKey("prepare_evidence", setId), priority: -2 });
};
