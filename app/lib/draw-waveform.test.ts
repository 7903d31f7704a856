import assert from "node:assert/strict";
import { test } from "node:test";
import { drawWaveform, HALF_HEIGHT } from "#app/lib/draw-waveform.server.ts";

/** The top and bottom of each bar of a path, as a browser would reach them. */
function barsOf(path: string): [top: number, bottom: number][] {
  let y = 0;
  return [...path.matchAll(/m1-(\d+)v(\d+)/g)].map(([, up, down]) => {
    const top = y - Number(up);
    y = top + Number(down);
    return [top, y];
  });
}

test("each peak is a bar around the middle, and the loudest one fills the height", () => {
  const { path, width } = drawWaveform(Uint8Array.of(0, 64, 128));
  assert.equal(width, 3);
  assert.deepEqual(barsOf(path), [[-1, 1], [-16, 16], [-HALF_HEIGHT, HALF_HEIGHT]]); // biome-ignore format: a list
});

test("silence stays flat, and the longest waveform is a few kilobytes", () => {
  assert.deepEqual(barsOf(drawWaveform(Uint8Array.of(0, 1)).path), [[-1, 1], [-2, 2]]); // biome-ignore format: a list
  const { path } = drawWaveform(Uint8Array.from({ length: 300 }, (_, at) => (at * 97) % 256));
  assert.ok(path.length < 3_000, `${path.length} characters`);
});
