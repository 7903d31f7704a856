import { classNames } from "#app/lib/class-names.ts";
import type { BarDrawing } from "#app/lib/draw-bars.server.ts";
import { PlainLink } from "#app/ui/plain-link.tsx";

type Props = {
  drawing: BarDrawing;
  /** For each column: what it stands for in words, where its rows are, and what the axis says below it, if anything. */
  columns: { words: string; to: string; tick: string | null }[];
  /** How the series are filled, in their order. */
  fills: readonly string[];
};

const ABOVE = 20;
const BELOW = 22;

/**
 * A chart of bars, each leading to its rows. It is as wide as its place: across it is drawn in percent, so letters keep
 * their size and nothing moves when its figures change. For the eye and the pointer only: whoever shows it puts the same
 * figures into a table beside it.
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
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place, so that a new figure moves nothing
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
    /** Every second one is left out where there is little room. */
    isSecondTick: boolean;
  };

function Column({ drawing, index, fills, words, to, tick, isSecondTick }: ColumnProps) {
  const place = drawing.columns[index];
  if (!place) return null;
  const middle = `${place.x + place.width / 2}%`;
  return (
    <>
      <PlainLink to={to} tabIndex={-1} className="group">
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
      </PlainLink>
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
