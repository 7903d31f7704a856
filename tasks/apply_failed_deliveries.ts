import type { Task } from "graphile-worker";
import { applyFailedDeliveries } from "#app/features/replays/apply-failed-deliveries.server.ts";
import { log } from "#app/log.server.ts";

/** Every minute: deliveries that failed are applied again. */
export const apply_failed_deliveries: Task = async () => {
  const result = await applyFailedDeliveries();
  if (result.tried > 0) log().warn(result, "deliveries that had failed were applied again");
};
