import type { Task } from "graphile-worker";
import { checkFigures } from "#app/features/figures/check-figures.server.ts";

/** Every night: the figures of the Overview are compared with a recount of all rows. */
export const check_figures: Task = async () => {
  await checkFigures();
};
