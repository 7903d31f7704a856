import type { Task } from "graphile-worker";
import { readNamesNow } from "#app/features/names/read-names.server.ts";

/** Every night, and when an admin asks for it: Convoso's own names for statuses, users, campaigns and lists are read. */
export const read_names: Task = async () => {
  await readNamesNow();
};
