import type { Task } from "graphile-worker";
import { z } from "zod";
import { runFetch } from "#app/features/recordings/run-fetch.server.ts";
import { FETCHES } from "#app/features/recordings/start-fetch.server.ts";
import { requeueStrandedRuns } from "#app/features/runs/start-run.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

const Payload = z.object({ fetchId: z.number().optional() });
const HELD_MS = 60_000;

/** When somebody asks for it: the recordings of many calls. Every minute: fetches whose job was lost get a new one. */
export const fetch_recordings: Task = async (payload, { abortSignal, addJob }) => {
  const { fetchId } = Payload.parse(payload);
  if (fetchId === undefined) return requeueStrandedRuns(FETCHES);
  const outcome = await runFetch(fetchId, abortSignal);
  if (outcome === "over") return;
  // The worker stops, or Convoso is down: a later run continues.
  const runAt = new Date(Date.now() + (outcome === "held" ? HELD_MS : 0));
  await addJob("fetch_recordings", { fetchId }, { jobKey: jobKey("fetch_recordings", fetchId), priority: -5, runAt });
};
