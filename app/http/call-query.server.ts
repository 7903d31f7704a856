import { z } from "zod";
import type { CallFilter } from "#app/db/calls/call-filter.server.ts";
import { CALL_SEARCH_FIELDS } from "#app/db/calls/call-search.server.ts";
import { readList } from "#app/http/read-list.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { jsonFaults, NOTHING, partFaults } from "#app/http/search-faults.server.ts";
import { CALL_ORDER_NAMES } from "#app/lib/call-orders.ts";
import { joinWords, parseSearch } from "#app/lib/parse-search.ts";
import { RECORDING_FILTER_NAMES } from "#app/lib/recording-states.ts";

const fields = {
  search: queryField.search,
  lead: queryField.id,
  longer: queryField.seconds,
  shorter: queryField.seconds,
  without: z.enum(["campaign", "disposition", "agent"]).optional(),
  test: queryField.yesNo,
  sort: z.enum(CALL_ORDER_NAMES).optional(),
  before: queryField.timeCursor,
  after: queryField.timeCursor,
};

/** Filters of which several values can be picked. */
const choices = {
  campaign: queryField.text,
  agent: queryField.id,
  disposition: queryField.text,
  direction: queryField.text,
  recording: z.enum(RECORDING_FILTER_NAMES).optional(),
};

/**
 * The query of the Calls tab, for its list, exports and fetches alike. A search with `faults` matches nothing.
 * @param isMasked for those who do not see phones and e-mail addresses, and so find only whole ones
 */
export function callQuery(request: Request, { isMasked }: { isMasked: boolean }) {
  const { values, choices: chosen, ignored } = readList(request, { fields, choices });
  const { search = "", from, to, lead, longer, shorter, test, without, sort, before, after } = values;
  const { agent, ...picked } = chosen;
  const parsed = parseSearch(search, CALL_SEARCH_FIELDS);
  const terms = joinWords(parsed.terms);
  const faults = [...parsed.faults, ...jsonFaults(terms), ...(isMasked ? partFaults(terms) : [])];
  const filter: CallFilter = {
    ...picked,
    without,
    agentId: agent,
    contactId: lead,
    minSeconds: longer,
    maxSeconds: shorter,
    isTest: test,
    from,
    to,
    ...(faults.length > 0 ? { search: NOTHING } : terms.length > 0 && { search: terms, isMasked }),
  };
  return { filter, order: sort ?? "latest", asked: { before, after }, ignored, search, faults };
}
