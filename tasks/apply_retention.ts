import type { Task } from "graphile-worker";
import { applyRetention } from "#app/features/retention/apply-retention.server.ts";
import { log } from "#app/log.server.ts";

/** Every night: what is older than RETENTION_* allow is blanked or deleted. */
export const apply_retention: Task = async () => {
  log().info(await applyRetention(), "retention is done");
};
