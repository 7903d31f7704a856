import type { Task } from "graphile-worker";
import { z } from "zod";
import { runArchive } from "#app/features/archive/run-archive.server.ts";
import { startArchiving } from "#app/features/archive/start-archiving.server.ts";
import { watchStore } from "#app/features/archive/watch-store.server.ts";

const Payload = z.object({ isCopying: z.boolean().optional() });

/** Every minute: looks at the store, and starts the copying of recordings if any is due. With isCopying: copies them. */
export const archive_recordings: Task = async (payload, { abortSignal }) => {
  const { isCopying } = Payload.parse(payload);
  // A job that ends early, because the worker stops or nothing can be copied, is started again within a minute.
  if (isCopying) return void (await runArchive(abortSignal));
  await watchStore();
  await startArchiving();
};
