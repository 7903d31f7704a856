import type { Task } from "graphile-worker";
import { z } from "zod";
import { runFix } from "#app/features/ledger/run-fix.server.ts";
import { FIXES } from "#app/features/ledger/start-fix.server.ts";
import { continueRun, requeueStrandedRuns } from "#app/features/runs/start-run.server.ts";

const Payload = z.object({ fixId: z.number().optional() });

/** When somebody asks for it: differences of the ledger are fixed. Every minute: fixes whose job was lost get a new one. */
export const fix_differences: Task = async (payload, { abortSignal }) => {
  const { fixId } = Payload.parse(payload);
  if (fixId === undefined) return requeueStrandedRuns(FIXES);
  // The worker stops: the next one continues.
  if (!(await runFix(fixId, abortSignal))) await continueRun(FIXES, fixId);
};
