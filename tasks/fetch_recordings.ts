import type { Task } from "graphile-worker";
import { z } from "zod";
import { runFetch } from "#app/features/recordings/run-fetch.server.ts";
import { FETCHES } from "#app/features/recordings/start-fetch.server.ts";
import { continueRun, requeueStrandedRuns } from "#app/features/runs/start-run.server.ts";

const Payload = z.object({ fetchId: z.number().optional() });
const HELD_MS = 60_000;

/** When somebody asks for it: the recordings of many calls. Every minute: fetches whose job was lost get a new one. */
export const fetch_recordings: Task = async (payload, { abortSignal }) => {
  const { fetchId } = Payload.parse(payload);
  if (fetchId === undefined) return requeueStrandedRuns(FETCHES);
  const outcome = await runFetch(fetchId, abortSignal);
  if (outcome === "over") return;
  // The worker stops, or Convoso is down: a later run continues.
  await continueRun(FETCHES, fetchId, outcome === "held" ? HELD_MS : 0);
};
