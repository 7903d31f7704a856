import { scaleBand, scaleLinear } from "d3-scale";
import { stack } from "d3-shape";

/** The height of the part where bars stand, in pixels; across, everything is in percent of whatever room there is. */
export const PLOT_HEIGHT = 120;

/** Lengths in pixels from the top; `x` and `width` in percent. Rows and columns are in the order of what was drawn. */
export type BarDrawing = {
  height: number;
  /** Where the columns stand, each with its share of the gaps around it, and the bar within. */
  columns: { x: number; width: number; barX: number; barWidth: number }[];
  /** For each column, from the bottom up, what there is to fill: the place of the series, and from where to where. */
  fills: { series: number; y: number; height: number }[][];
  gridlines: { y: number; label: string }[];
};

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const round = (value: number) => Math.round(value * 100) / 100;

/** What is there at all is to be seen. */
const LEAST_HEIGHT = 1.5;

/**
 * Draws stacked bars: plain numbers, which a component only has to write down, so that d3 stays on the server.
 * @param counts by series, then by column; none negative
 */
export function drawBars(counts: readonly (readonly number[])[]): BarDrawing {
  const columns = Array.from({ length: counts[0]?.length ?? 0 }, (_, index) => index);
  const x = scaleBand<number>().domain(columns).range([0, 100]).paddingInner(0.22).paddingOuter(0.11);
  const highest = Math.max(
    0,
    ...columns.map((column) => counts.reduce((sum, series) => sum + (series[column] ?? 0), 0)),
  );
  const y = scaleLinear()
    .domain([0, Math.max(4, highest)])
    .nice(4)
    .range([PLOT_HEIGHT, 0]);
  const layers = stack<number, number>()
    .keys(counts.map((_, series) => series))
    .value((column, series) => counts[series]?.[column] ?? 0)(columns);
  return {
    height: PLOT_HEIGHT,
    columns: columns.map((column) => {
      const barX = x(column) ?? 0;
      return {
        x: round(barX - (x.step() - x.bandwidth()) / 2),
        width: round(x.step()),
        barX: round(barX),
        barWidth: round(x.bandwidth()),
      };
    }),
    fills: columns.map((column) =>
      layers.flatMap((layer, series) => {
        const [bottom, top] = (layer[column] ?? [0, 0]).map((value) => y(value)) as [number, number];
        if (bottom === top) return [];
        const height = Math.max(LEAST_HEIGHT, bottom - top);
        return [{ series, y: round(bottom - height), height: round(height) }];
      }),
    ),
    gridlines: y
      .ticks(4)
      .filter((tick) => Number.isInteger(tick))
      .map((tick) => ({ y: round(y(tick)), label: compact.format(tick) })),
  };
}
