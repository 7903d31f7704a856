/** A waveform to be written down as SVG: bars around the middle, one for each unit of `width`. */
export type WaveformDrawing = { path: string; width: number };

/** Half the height of the loudest bar. */
export const HALF_HEIGHT = 32;
/** A sound that is nowhere louder is drawn as quiet as it is. */
const LEAST_LOUD = 16;

/**
 * Draws the peaks of a sound, a byte each; the loudest fills the height, for telephones differ. The path is relative and in whole
 * numbers, which keeps it at a few kilobytes.
 */
export function drawWaveform(peaks: Uint8Array): WaveformDrawing {
  const loudest = Math.max(LEAST_LOUD, ...peaks);
  let below = 0;
  const bars = Array.from(peaks, (peak) => {
    const half = Math.max(1, Math.round((peak / loudest) * HALF_HEIGHT));
    const bar = `m1-${below + half}v${2 * half}`;
    below = half;
    return bar;
  });
  return { path: `M-.5 0${bars.join("")}`, width: peaks.length };
}
