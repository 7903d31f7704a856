import { z } from "zod";
import type { EventFilter } from "#app/db/deliveries/event-filter.server.ts";
import { eventQuery } from "#app/http/event-query.server.ts";
import { shortQuery } from "#app/http/short-query.server.ts";

/** As many as one can choose on a page of the list, and then some: they stand in the address. */
const MOST_CHOSEN = 100;
const LONGEST_QUERY = 2_000;

/**
 * Which deliveries are to be replayed: those chosen (`event`, repeated), or with `all` whatever the list's own query
 * matches; null where the address names none, or has a search that is not understood. `query` asks the list for the same.
 * `isThorough`: the dry run is to try many of them.
 */
export function replayQuery(
  request: Request,
): { filter: EventFilter; query: string; chosen: string[]; back: string; isThorough: boolean } | null {
  const { searchParams } = new URL(request.url);
  const back = backOf(searchParams);
  const isThorough = searchParams.get("thorough") === "yes";
  if (searchParams.has("all")) {
    const { filter, faults, ignored } = eventQuery(request, { isMasked: false });
    // Never more than was asked for: a filter that is left out would mean all deliveries.
    if (faults.length > 0 || ignored.length > 0) return null;
    const query = new URLSearchParams(searchParams);
    for (const name of ["all", "back", "before", "after", "live", "event", "thorough"]) query.delete(name);
    return { filter, query: shortQuery(query), chosen: [], back: back || shortQuery(query), isThorough };
  }
  const { data: chosen = [] } = z.array(z.uuid()).max(MOST_CHOSEN).safeParse(searchParams.getAll("event"));
  return chosen.length === 0 ? null : { filter: { ids: [...new Set(chosen)] }, query: "", chosen, back, isThorough };
}

/** The list's query where somebody came from it, so that they find their place again. */
function backOf(query: URLSearchParams): string {
  const back = query.get("back") ?? "";
  return back.length <= LONGEST_QUERY ? new URLSearchParams(back).toString() : "";
}
