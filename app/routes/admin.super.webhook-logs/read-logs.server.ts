import type { Database } from "#app/db/connection/pool.server.ts";
import { eventMatches, listEvents } from "#app/db/deliveries/call-events.server.ts";
import { countFailedEvents } from "#app/db/deliveries/failed-events.server.ts";
import { countProblems } from "#app/db/deliveries/problem-counts.server.ts";
import { countMatches, countWith } from "#app/db/lists/count-matches.server.ts";
import { readReasons } from "#app/features/overview/read-reasons.server.ts";
import type { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { eventQuery } from "#app/http/event-query.server.ts";
import { loosenFilters } from "#app/http/loosen-filters.server.ts";

const WEEK_MS = 7 * 24 * 3_600_000;

/** The page of Webhook Logs for a URL, masked for the viewer's role. */
export async function readLogs(db: Database, request: Request, shown: ReturnType<typeof shownTo>) {
  const { filter, asked, ignored, search, faults } = eventQuery(request, { isMasked: shown.isMasked });
  const listed =
    faults.length === 0 ? listEvents(db, filter, asked) : { rows: [], newer: null, older: null, unfinished: null };
  // What a search finds is known only when it has looked everywhere.
  const counted = search === "" ? countMatches(db, eventMatches(filter)) : undefined;
  const [page, matches, { failed }, problems] = await Promise.all([
    listed,
    counted,
    countFailedEvents(db),
    countProblems(db, new Date(Date.now() - WEEK_MS)),
  ]);
  const isEmpty = page.rows.length === 0 && !page.unfinished && faults.length === 0;
  return {
    ...page,
    reasons: isEmpty ? shown.labels(await readReasons(db)) : null,
    loosened: isEmpty
      ? await loosenFilters(request, async (looser) => {
          const { filter, search } = eventQuery(looser, { isMasked: shown.isMasked });
          return search === "" ? countMatches(db, eventMatches(filter)) : null;
        })
      : [],
    matches: countWith(page, asked, matches),
    rows: page.rows.map(shown.event),
    failed,
    problems,
    ignored,
    search,
    faults,
    isFiltered: Object.values(filter).some((value) => value !== undefined),
  };
}
