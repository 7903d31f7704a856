import { z } from "zod";
import { EventEndpoint, type EventFilter, EventOutcome } from "#app/db/event-filter.server.ts";
import { EVENT_SEARCH_FIELDS, isKey } from "#app/db/event-search.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { timeField } from "#app/http/time-field.server.ts";
import { parseSearch, type SearchFault, type SearchTerm } from "#app/lib/parse-search.ts";

const LONGEST_SEARCH = 500;

const fields = (timeZone: string) => ({
  search: z
    .string()
    .max(LONGEST_SEARCH)
    .refine((text) => !text.includes("\0"))
    .optional(),
  type: EventEndpoint.optional(),
  outcome: EventOutcome.optional(),
  misrouted: queryField.yesNo,
  test: queryField.yesNo,
  source: queryField.text,
  since: queryField.since,
  from: timeField(timeZone),
  to: timeField(timeZone, "end"),
  before: queryField.uuid,
  after: queryField.uuid,
});

/**
 * The query of the Webhook Logs. Their export, count and replay read the same one, so that they are about exactly what the
 * page shows. A search with `faults` matches nothing.
 * @param timeZone of times that are typed in
 * @param isMasked for those who do not see phones and payloads, and so must not find out about them by searching either
 */
export function eventQuery(request: Request, { timeZone, isMasked }: { timeZone: string; isMasked: boolean }) {
  const { values, ignored } = readQuery(request, fields(timeZone));
  const { search = "", type, misrouted, test, since, from, to, before, after, ...rest } = values;
  const { terms, faults } = parseSearch(search, EVENT_SEARCH_FIELDS);
  if (isMasked) faults.push(...terms.filter(isAboutHidden).map(hidden));
  const filter: EventFilter = {
    ...rest,
    endpoint: type,
    isMisrouted: misrouted,
    isTest: test,
    since: from ?? since,
    until: to,
    ...(faults.length > 0 ? { search: NOTHING } : terms.length > 0 && { search: terms }),
  };
  return { filter, asked: { before, after }, ignored, search, faults };
}

const NOTHING: SearchTerm[] = [{ field: "is", operator: ":", value: "nothing", isNot: false }];

function isAboutHidden(term: SearchTerm): boolean {
  return term.field === "text" || term.field === "json" || (term.field === "phone" && !isKey(term));
}

function hidden({ field }: SearchTerm): SearchFault {
  const message =
    field === "phone"
      ? "With the role “viewer” a phone is found by its whole number."
      : "To search for text or JSON in payloads needs the role “operator”.";
  return { at: 0, length: 0, message };
}
