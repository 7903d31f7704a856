import type { Task } from "graphile-worker";
import { z } from "zod";
import { erasePersonNow } from "#app/features/erasure/erase-person-now.server.ts";

const Payload = z.object({ erasureId: z.number() });

/** Looks for a person, or erases whom an admin wants erased: README, "Retention and erasure". */
export const erase_person: Task = async (payload, { abortSignal }) => {
  await erasePersonNow(Payload.parse(payload).erasureId, abortSignal);
};
