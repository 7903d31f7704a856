import type { Task } from "graphile-worker";
import { requeueStrandedRecordings } from "#app/features/recordings/requeue-stranded-recordings.server.ts";
import { log } from "#app/log.server.ts";

/** Every minute: searches whose job was lost get a new one. */
export const requeue_stranded_recordings: Task = async () => {
  const count = await requeueStrandedRecordings();
  if (count > 0) log().warn({ count }, "recordings whose job was lost are asked for again");
};
