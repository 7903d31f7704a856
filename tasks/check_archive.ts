import type { Task } from "graphile-worker";
import { checkArchive } from "#app/features/keeping/check-archive.server.ts";

/** Every night: a share of the archive is read and compared with what was archived. */
export const check_archive: Task = async (_payload, { abortSignal }) => {
  await checkArchive(abortSignal);
};
