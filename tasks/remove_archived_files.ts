import type { Task } from "graphile-worker";
import { removeFiles } from "#app/features/archive/remove-files.server.ts";

/** Every minute: the files of recordings that were deleted. */
export const remove_archived_files: Task = async (_payload, { abortSignal }) => {
  await removeFiles(abortSignal);
};
