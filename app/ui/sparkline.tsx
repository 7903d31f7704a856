import { formatNumber } from "#app/lib/format-number.ts";

const WIDTH = 72;
const HEIGHT = 20;

type Props = { counts: readonly number[]; many: string };

/** Counts over time as a small line, from zero up. */
export function Sparkline({ counts, many }: Props) {
  const most = Math.max(...counts);
  if (counts.length < 2 || most <= 0) return null;
  const x = (place: number) => 1 + (place / (counts.length - 1)) * (WIDTH - 2);
  const y = (count: number) => HEIGHT - 1 - (count / most) * (HEIGHT - 2);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (
    <svg
      role="img"
      aria-label={`${formatNumber(total)} ${many} over time, from ${counts[0]} to ${counts.at(-1)}, at most ${most}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="inline-block h-5 w-18"
    >
      <polyline
        points={counts.map((count, place) => `${x(place).toFixed(1)},${y(count).toFixed(1)}`).join(" ")}
        fill="none"
        strokeWidth="1.5"
        strokeLinejoin="round"
        className="stroke-accent"
      />
    </svg>
  );
}
