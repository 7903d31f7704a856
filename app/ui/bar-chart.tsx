import { Link } from "@remix-run/react";
import { classNames } from "#app/lib/class-names.ts";
import type { BarDrawing } from "#app/lib/draw-bars.server.ts";

type Props = {
  drawing: BarDrawing;
  /** For each column: a description, the link to its rows, and its axis label or null. */
  columns: { words: string; to: string; tick: string | null }[];
  /** The fill class of each series. */
  fills: readonly string[];
};

const ABOVE = 20;
const BELOW = 22;

/**
 * A bar chart in which each bar links to its rows. Horizontal positions are percentages, so that letters keep
 * their size and nothing moves when figures change. It is hidden from screen readers: show the same
 * figures in a table next to it.
 */
export function BarChart({ drawing, columns, fills }: Props) {
  const { height, gridlines } = drawing;
  const ticks = columns.flatMap(({ tick }, index) => (tick === null ? [] : [index]));
  const frame = { height: height + ABOVE + BELOW, className: "block w-full overflow-visible" };
  return (
    <div className="grid grid-cols-[1.75rem_1fr] gap-x-2">
      <svg aria-hidden="true" {...frame}>
        {gridlines.map(({ y, label }) => (
          <text key={label} x="100%" y={y + ABOVE + 4} textAnchor="end" className="fill-ink-faint text-[0.6875rem]">
            {label}
          </text>
        ))}
      </svg>
      <svg aria-hidden="true" {...frame}>
        {gridlines.map(({ y, label }) => (
          <line
            key={label}
            x2="100%"
            y1={y + ABOVE}
            y2={y + ABOVE}
            className={y === height ? "stroke-line-strong" : "stroke-line"}
          />
        ))}
        {columns.map((column, index) => (
          <Column
            // biome-ignore lint/suspicious/noArrayIndexKey: a column keeps its place when its figures change
            key={index}
            {...{ drawing, index, fills }}
            isSecondTick={ticks.indexOf(index) % 2 === 1}
            {...column}
          />
        ))}
      </svg>
    </div>
  );
}

type ColumnProps = Props["columns"][number] &
  Pick<Props, "drawing" | "fills"> & {
    index: number;
    /** Every second label is hidden on narrow screens. */
    isSecondTick: boolean;
  };

function Column({ drawing, index, fills, words, to, tick, isSecondTick }: ColumnProps) {
  const place = drawing.columns[index];
  if (!place) return null;
  const middle = `${place.x + place.width / 2}%`;
  return (
    <>
      <Link to={to} tabIndex={-1} className="group">
        <rect
          x={`${place.x}%`}
          y={ABOVE}
          width={`${place.width}%`}
          height={drawing.height}
          className="fill-transparent group-hover:fill-ink/8"
        />
        {drawing.fills[index]?.map(({ series, y, height }) => (
          <rect
            key={series}
            x={`${place.barX}%`}
            y={y + ABOVE}
            width={`${place.barWidth}%`}
            height={height}
            className={classNames("motion-safe:transition-[y,height] motion-safe:duration-300", fills[series])}
          />
        ))}
        <text x="100%" y={10} textAnchor="end" className="hidden fill-ink-soft text-xs group-hover:block">
          {words}
        </text>
      </Link>
      {tick !== null && (
        <text
          x={middle}
          y={ABOVE + drawing.height + 16}
          textAnchor="middle"
          className={classNames("fill-ink-faint text-[0.6875rem]", isSecondTick && "max-sm:hidden")}
        >
          {tick}
        </text>
      )}
    </>
  );
}
