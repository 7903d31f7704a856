import type { Task } from "graphile-worker";
import { z } from "zod";
import { erasePersonNow } from "#app/features/erasure/erase-person-now.server.ts";

const Payload = z.object({ erasureId: z.number() });

/** Finds a person's rows, or erases the person that an admin has confirmed: docs/guide/operations.md. */
export const erase_person: Task = async (payload, { abortSignal }) => {
  await erasePersonNow(Payload.parse(payload).erasureId, abortSignal);
};
