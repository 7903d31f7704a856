import { z } from "zod";
import type { ChosenCalls } from "#app/db/calls/chosen-calls.server.ts";
import { callQuery } from "#app/http/call-query.server.ts";
import { shortQuery } from "#app/http/short-query.server.ts";

/** As many as one can choose on a page of the list, and then some: they stand in the address. */
const MOST_CHOSEN = 100;
const LONGEST_QUERY = 2_000;
const CallIds = z.array(z.string().min(1).max(500)).min(1).max(MOST_CHOSEN);

/**
 * The calls whose recordings are to be fetched: those chosen (`call`, repeated), or with `all` what the list's own query
 * matches; null if the address names none. `query` asks the list for the same; null for a selection.
 */
export function fetchQuery(request: Request): { chosen: ChosenCalls; query: string | null; back: string } | null {
  const { searchParams } = new URL(request.url);
  const asked = searchParams.get("back") ?? "";
  const back = asked.length <= LONGEST_QUERY ? new URLSearchParams(asked).toString() : "";
  if (searchParams.has("all")) {
    const { filter, ignored, faults } = callQuery(request, { isMasked: false });
    // A filter that cannot be used must not mean all calls.
    if (ignored.length > 0 || faults.length > 0) return null;
    const query = new URLSearchParams(searchParams);
    for (const name of ["all", "back", "before", "after", "call"]) query.delete(name);
    return { chosen: { filter }, query: shortQuery(query), back: back || shortQuery(query) };
  }
  const { data: callIds } = CallIds.safeParse(searchParams.getAll("call"));
  const isUsable = callIds !== undefined && !callIds.some((id) => id.includes("\0"));
  return isUsable ? { chosen: { callIds: [...new Set(callIds)] }, query: null, back } : null;
}
