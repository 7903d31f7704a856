import type { Task } from "graphile-worker";
import { foldAllFigures } from "#app/features/figures/fold-all-figures.server.ts";

/** What a reader of the figures can add up without noticing. */
const FEW = 2_000;
const AGAIN_MS = 5_000;

/** Every minute, and every few seconds while much comes in: what changed is folded into the figures of the Overview. */
export const fold_figures: Task = async (_payload, { addJob }) => {
  if ((await foldAllFigures()) < FEW) return;
  await addJob("fold_figures", {}, { jobKey: "fold_figures", runAt: new Date(Date.now() + AGAIN_MS), priority: -10 });
};
