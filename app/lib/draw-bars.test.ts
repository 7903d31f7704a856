import assert from "node:assert/strict";
import { test } from "node:test";
import { drawBars, PLOT_HEIGHT } from "#app/lib/draw-bars.server.ts";

test("bars stand on the ground, on top of each other, and as high as they count", () => {
  const { fills, gridlines } = drawBars([
    [4, 0, 1],
    [4, 0, 0],
  ]);
  assert.deepEqual(gridlines[0], { y: PLOT_HEIGHT, label: "0" });
  assert.deepEqual(gridlines.at(-1), { y: 0, label: "8" });
  assert.deepEqual(fills[0], [
    { series: 0, y: 60, height: 60 },
    { series: 1, y: 0, height: 60 },
  ]);
  assert.deepEqual(fills[1], []);
  assert.deepEqual(fills[2], [{ series: 0, y: 105, height: 15 }]);
});

test("columns fill the whole width, side by side", () => {
  const { columns } = drawBars([Array(24).fill(1)]);
  assert.equal(columns.length, 24);
  assert.ok(Math.abs(columns[0]?.x ?? 1) < 0.1);
  for (const [index, { x, width, barX, barWidth }] of columns.entries()) {
    assert.ok(barX >= x && barX + barWidth <= x + width + 0.05);
    if (index > 0) assert.ok(Math.abs(x - index * width) < 0.3);
  }
});

test("one among thousands is still to be seen, and nothing at all has an axis all the same", () => {
  assert.ok((drawBars([[1, 90_000]]).fills[0]?.[0]?.height ?? 0) >= 1);
  assert.equal(drawBars([[1, 90_000]]).gridlines.at(-1)?.label, "100K");
  assert.deepEqual(
    drawBars([[0, 0]]).gridlines.map(({ label }) => label),
    ["0", "1", "2", "3", "4"],
  );
  assert.deepEqual(drawBars([]).columns, []);
});
