import { z } from "zod";
import type { ChosenDifferences } from "#app/db/ledger/fixable-differences.server.ts";
import { ledgerQuery } from "#app/http/ledger-query.server.ts";
import { queryField } from "#app/http/read-query.server.ts";

/** As many as one can choose on a page of the list, and then some: they stand in the address. */
const MOST_CHOSEN = 100;
const LONGEST_QUERY = 2_000;
const Ids = z.array(queryField.id.unwrap()).min(1).max(MOST_CHOSEN);

/**
 * The differences that are to be fixed or accepted: those chosen (`difference`, repeated), or with `all` what the list's own
 * query matches; null if the address names none. `query` asks the list for the same; null for a selection.
 */
export function settleQuery(
  request: Request,
): { chosen: ChosenDifferences; query: string | null; back: string } | null {
  const { searchParams } = new URL(request.url);
  const asked = searchParams.get("back") ?? "";
  const back = asked.length <= LONGEST_QUERY ? new URLSearchParams(asked).toString() : "";
  if (searchParams.has("all")) {
    const { filter, ignored } = ledgerQuery(request);
    // A filter that cannot be used must not mean all differences.
    if (ignored.length > 0) return null;
    const query = new URLSearchParams(searchParams);
    for (const name of ["all", "back", "before", "after", "difference"]) query.delete(name);
    return { chosen: { filter }, query: query.toString(), back };
  }
  const { data: ids } = Ids.safeParse(searchParams.getAll("difference"));
  return ids === undefined ? null : { chosen: { ids: [...new Set(ids)] }, query: null, back };
}
