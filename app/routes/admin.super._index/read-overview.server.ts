import { type Act, listLatestAudit } from "#app/db/audit-log.server.ts";
import { type EventSummary, listEvents } from "#app/db/call-events.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { type Activity, type Chart, readActivity, SERIES } from "#app/features/overview/read-activity.server.ts";
import { type Attention, readAttention, type Totals } from "#app/features/overview/read-attention.server.ts";
import type { RangeQuery } from "#app/http/range-query.server.ts";
import { type BarDrawing, drawBars } from "#app/lib/draw-bars.server.ts";
import { type Bar, cutIntoBars, describeSpan } from "#app/lib/time-bars.server.ts";

/** Everything that the Overview shows of the data. */
export type Overview = Activity & {
  bars: Bar[];
  /** The whole span, in words. */
  words: string;
  drawings: Record<Chart, BarDrawing>;
  attention: Attention;
  totals: Totals;
  events: EventSummary[];
  audit: readonly Act[];
};

const LATEST = 8;

export async function readOverview({ span, withTest }: RangeQuery, timeZone: string, now: Date): Promise<Overview> {
  const db = await pool();
  const bars = cutIntoBars(span, timeZone);
  const activity = await readActivity(db, bars, withTest ? undefined : false);
  const state = await readAttention(db, now);
  const [page, audit] = await Promise.all([listEvents(db, {}), listLatestAudit(db, 6)]);
  return {
    ...activity,
    ...state,
    bars,
    words: describeSpan(span, timeZone),
    drawings: Object.fromEntries(
      Object.keys(SERIES).map((chart) => [chart, drawBars(activity.counts[chart as Chart])]),
    ) as Overview["drawings"],
    events: page.rows.slice(0, LATEST),
    audit,
  };
}
