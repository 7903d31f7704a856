import { type Act, listLatestAudit } from "#app/db/audit-log.server.ts";
import { countEventsSince, type EventCounts, type EventSummary, listEvents } from "#app/db/call-events.server.ts";
import { countFailedEvents } from "#app/db/failed-events.server.ts";
import { installJobQueue } from "#app/db/jobs.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { countRows, type RowCounts } from "#app/db/row-counts.server.ts";
import { findUpkeep, type Upkeep } from "#app/db/upkeep.server.ts";

/** What the Overview shows of the data. `recent` is of the last 24 hours. */
export type Figures = {
  rows: RowCounts;
  recent: EventCounts;
  events: EventSummary[];
  audit: readonly Act[];
  upkeep: Upkeep & { dead_events: number };
};

export async function readFigures(): Promise<Figures> {
  const db = await pool();
  const yesterday = new Date(Date.now() - 24 * 3_600_000);
  await installJobQueue();
  const [rows, recent, page, audit, upkeep, { dead }] = await Promise.all([
    countRows(db, yesterday),
    countEventsSince(db, yesterday),
    listEvents(db, {}),
    listLatestAudit(db, 6),
    findUpkeep(db),
    countFailedEvents(db),
  ]);
  return { rows, recent, events: page.rows.slice(0, 8), audit, upkeep: { ...upkeep, dead_events: dead } };
}
