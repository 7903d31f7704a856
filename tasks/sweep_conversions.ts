import type { Task } from "graphile-worker";
import { sweepConversionsNow } from "#app/features/dispositions/sweep-conversions.server.ts";

/** Every minute, and after a change of the disposition dictionary: leads are brought in line with what it says now. */
export const sweep_conversions: Task = async () => {
  await sweepConversionsNow();
};
