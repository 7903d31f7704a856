import type { Task } from "graphile-worker";
import { z } from "zod";
import { runReplay } from "#app/features/replays/run-replay.server.ts";
import { REPLAYS } from "#app/features/replays/start-replay.server.ts";
import { continueRun, requeueStrandedRuns } from "#app/features/runs/start-run.server.ts";

const Payload = z.object({ replayId: z.number().optional() });

/** When somebody asks for it: deliveries are applied once more. Every minute: replays whose job was lost get a new one. */
export const replay_deliveries: Task = async (payload, { abortSignal }) => {
  const { replayId } = Payload.parse(payload);
  if (replayId === undefined) return requeueStrandedRuns(REPLAYS);
  const isOver = await runReplay(replayId, abortSignal);
  // The worker stops: the next one continues.
  if (!isOver) await continueRun(REPLAYS, replayId);
};
