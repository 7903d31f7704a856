import { z } from "zod";
import { EventEndpoint, type EventFilter, EventOutcome } from "#app/db/deliveries/event-filter.server.ts";
import { EVENT_SEARCH_FIELDS } from "#app/db/deliveries/event-search.server.ts";
import { readList } from "#app/http/read-list.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { NOTHING, partFaults, payloadFaults } from "#app/http/search-faults.server.ts";
import { parseSearch } from "#app/lib/parse-search.ts";
import { PROBLEM_CODES } from "#app/lib/problems.ts";

const fields = {
  search: queryField.search,
  misrouted: queryField.yesNo,
  test: queryField.yesNo,
  source: queryField.text,
  before: queryField.uuid,
  after: queryField.uuid,
};

/** Filters of which several values can be picked. */
const choices = {
  type: EventEndpoint.optional(),
  outcome: EventOutcome.optional(),
  problem: z.enum(PROBLEM_CODES).optional(),
};

/**
 * The query of the Webhook Logs. Their export, count and replay read the same one, so that they are about exactly what the
 * page shows. A search with `faults` matches nothing.
 * @param isMasked for those who do not see phones and payloads, and so must not find out about them by searching either
 */
export function eventQuery(request: Request, { isMasked }: { isMasked: boolean }) {
  const { values, choices: chosen, ignored } = readList(request, { fields, choices });
  const { search = "", from, to, misrouted, test, source, before, after } = values;
  const { type, ...picked } = chosen;
  const { terms, faults } = parseSearch(search, EVENT_SEARCH_FIELDS);
  if (isMasked) faults.push(...payloadFaults(terms), ...partFaults(terms));
  const filter: EventFilter = {
    ...picked,
    source,
    endpoint: type,
    isMisrouted: misrouted,
    isTest: test,
    since: from,
    until: to,
    ...(faults.length > 0 ? { search: NOTHING } : terms.length > 0 && { search: terms, ...(isMasked && { isMasked }) }),
  };
  return { filter, asked: { before, after }, ignored, search, faults };
}
