import type { Task } from "graphile-worker";
import { z } from "zod";
import { fetchDueRecording } from "#app/features/recordings/fetch-due-recordings.server.ts";
import { fetchRecordingNow } from "#app/features/recordings/fetch-recording-now.server.ts";

const Payload = z.object({ callId: z.string(), isAlone: z.boolean().default(false) });

/** Asks Convoso for the recording of a call, with all that are due, or alone; the feature queues the next try itself. */
export const fetch_recording: Task = async (payload, { abortSignal }) => {
  const { callId, isAlone } = Payload.parse(payload);
  await (isAlone ? fetchRecordingNow(callId) : fetchDueRecording(callId, abortSignal));
};
