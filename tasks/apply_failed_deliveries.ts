import type { Task } from "graphile-worker";
import { z } from "zod";
import { applyFailedDeliveriesNow } from "#app/features/webhooks/apply-failed-deliveries.server.ts";
import { log } from "#app/log.server.ts";

const Payload = z.object({ which: z.enum(["all", "due"]).default("due") });

/** Every minute, and when an admin asks: deliveries that failed are applied again. */
export const apply_failed_deliveries: Task = async (payload) => {
  const result = await applyFailedDeliveriesNow(Payload.parse(payload).which);
  if (result.tried > 0) log().warn(result, "deliveries that had failed were applied again");
};
