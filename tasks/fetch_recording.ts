import type { Task } from "graphile-worker";
import { z } from "zod";
import { fetchRecordingNow } from "#app/features/recordings/fetch-recording-now.server.ts";

const Payload = z.object({ callId: z.string() });

/** Asks Convoso for the recording of one call; the feature queues the next try itself. */
export const fetch_recording: Task = async (payload) => {
  await fetchRecordingNow(Payload.parse(payload).callId);
};
