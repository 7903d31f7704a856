import { formatNumber } from "#app/lib/format-number.ts";
import { wilson } from "#app/lib/wilson.ts";

/** Below this number of calls, agents are not ranked. */
export const ENOUGH_TO_COMPARE = 30;

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;

/** Sales per call that reached somebody, with the 95% interval. A small sample is only counted. */
export function ConversionRate({ sales, reached }: { sales: number; reached: number }) {
  if (reached === 0) return <span className="text-ink-faint">nobody reached</span>;
  const sample = `${formatNumber(sales)} of ${formatNumber(reached)}`;
  if (reached < ENOUGH_TO_COMPARE) {
    return (
      <span>
        {sample} <span className="block text-xs font-normal text-ink-faint">too few to compare</span>
      </span>
    );
  }
  const { low, high } = wilson(sales, reached);
  return (
    <span title="95% confidence interval (Wilson)">
      {percent(sales / reached)}{" "}
      <span className="block text-xs font-normal whitespace-nowrap text-ink-soft">
        {sample}, likely {(low * 100).toFixed(1)}–{percent(high)}
      </span>
    </span>
  );
}
