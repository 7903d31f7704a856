import type { Database } from "#app/db/connection/pool.server.ts";
import { type EventSummary, listLatestEvents } from "#app/db/deliveries/call-events.server.ts";
import { type Act, listLatestAudit } from "#app/db/people/audit-log.server.ts";
import { type Activity, type Chart, readActivity, SERIES } from "#app/features/overview/read-activity.server.ts";
import { type Attention, readAttention, type Totals } from "#app/features/overview/read-attention.server.ts";
import type { PortalSettings } from "#app/http/portal-settings.server.ts";
import type { RangeQuery } from "#app/http/range-query.server.ts";
import { type BarDrawing, drawBars } from "#app/lib/draw-bars.server.ts";
import { type Bar, cutIntoBars, describeSpan } from "#app/lib/time-bars.server.ts";

/** All data of the Overview. */
export type Overview = Activity & {
  /** Whether test data counts. It also does where the period has nothing else, as during setup. */
  withTest: boolean;
  bars: Bar[];
  /** The whole span, in words. */
  words: string;
  drawings: Record<Chart, BarDrawing>;
  attention: Attention;
  totals: Totals;
  events: readonly EventSummary[];
  audit: readonly Act[];
};

const LATEST = 8;

export async function readOverview(
  db: Database,
  { span, withTest }: RangeQuery,
  { timeZone, hours }: Pick<PortalSettings, "timeZone" | "hours">,
  now: Date,
): Promise<Overview> {
  const bars = cutIntoBars(span, timeZone, hours);
  const [real, state, events, audit] = await Promise.all([
    withTest ? null : readActivity(db, bars, false),
    readAttention(db, now),
    listLatestEvents(db, LATEST),
    listLatestAudit(db, 6),
  ]);
  const all = real === null || isEmpty(real) ? await readActivity(db, bars) : null;
  const activity = all === null || (real !== null && isEmpty(all)) ? (real as Activity) : all;
  return {
    ...activity,
    ...state,
    withTest: activity === all,
    bars,
    words: describeSpan(span, timeZone, hours),
    drawings: Object.fromEntries(
      Object.keys(SERIES).map((chart) => [chart, drawBars(activity.counts[chart as Chart])]),
    ) as Overview["drawings"],
    events,
    audit,
  };
}

function isEmpty({ counts }: Activity): boolean {
  return Object.values(counts)
    .flat(2)
    .every((count) => count === 0);
}
