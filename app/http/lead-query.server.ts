import { z } from "zod";
import { type ContactFilter, LEAD_STAGES } from "#app/db/leads/contact-filter.server.ts";
import { readList } from "#app/http/read-list.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { parseSearch } from "#app/lib/parse-search.ts";

/** A time, "~", a lead's number. */
const leadCursor = queryField.timeCursor.refine((text) => text === undefined || /~\d{1,18}$/.test(text));

const fields = {
  search: queryField.text,
  test: queryField.yesNo,
  before: leadCursor,
  after: leadCursor,
};

/** Filters of which several values can be picked. */
const choices = {
  conversion: z.enum(LEAD_STAGES).optional(),
  campaign: queryField.text,
  list: queryField.text,
  state: queryField.text,
};

/** `note:` in front of words looks for them in notes, as in the search of calls. */
function readSearch(search: string | undefined): Pick<ContactFilter, "search" | "note"> {
  const { terms, faults } = parseSearch(search ?? "", { note: "text" });
  const said = (field: string) => terms.flatMap((term) => (term.field === field ? [term.value] : [])).join(" ");
  const isPlain = faults.length > 0 || terms.some(({ isNot, field }) => isNot || field === "json");
  if (isPlain || said("note") === "") return { search };
  return { search: said("text") || undefined, note: said("note") };
}

/** The query of the Leads tab. Its export reads the same one, so that it holds exactly what the tab shows. */
export function leadQuery(request: Request) {
  const { values, choices: chosen, ignored } = readList(request, { fields, choices });
  const { search, test, from, to, before, after } = values;
  const { list, ...picked } = chosen;
  const filter: ContactFilter = { ...picked, ...readSearch(search), listId: list, isTest: test, from, to };
  return { filter, asked: { before, after }, ignored };
}
