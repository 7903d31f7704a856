import { eventMatches, listEvents } from "#app/db/call-events.server.ts";
import { countMatches, countWith } from "#app/db/count-matches.server.ts";
import { countFailedEvents } from "#app/db/failed-events.server.ts";
import { pool } from "#app/db/pool.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { eventQuery } from "#app/http/event-query.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";

/** The page of Webhook Logs that a URL asks for, as this admin may see it. */
export async function readLogs(request: Request, admin: Admin) {
  const shown = shownTo(admin);
  const { timeZone } = portalSettings(request);
  const { filter, asked, ignored, search, faults } = eventQuery(request, { timeZone, isMasked: shown.isMasked });
  const db = await orUnavailable(pool());
  const listed =
    faults.length === 0 ? listEvents(db, filter, asked) : { rows: [], newer: null, older: null, unfinished: null };
  // What a search finds is known only when it has looked everywhere.
  const counted = search === "" ? countMatches(db, eventMatches(filter)) : undefined;
  const [page, matches, { failed }] = await orUnavailable(Promise.all([listed, counted, countFailedEvents(db)]));
  return {
    ...page,
    matches: matches && countWith(page, asked, matches),
    rows: page.rows.map(shown.event),
    failed,
    ignored,
    search,
    faults,
    isFiltered: Object.values(filter).some((value) => value !== undefined),
  };
}
