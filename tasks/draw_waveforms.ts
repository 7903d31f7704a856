import type { Task } from "graphile-worker";
import { drawWaveforms } from "#app/features/archive/draw-waveforms.server.ts";

/** Every minute: the waveforms of recordings that were archived. */
export const draw_waveforms: Task = async (_payload, { abortSignal }) => {
  await drawWaveforms(abortSignal);
};
