import type { MatchCount } from "#app/db/lists/count-matches.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";

/** How many rows match, and the noun for one and for several. */
export type Total = { matches: MatchCount; one: string; many: string };

/** "1 lead", "1,204 leads"; an estimate is rounded to two digits: "about 9,800,000 leads". */
export function matchWords({ matches: { count, isExact }, one, many }: Total): string {
  if (isExact) return `${formatNumber(count)} ${count === 1 ? one : many}`;
  return `about ${formatNumber(Number(count.toPrecision(2)))} ${many}`;
}
