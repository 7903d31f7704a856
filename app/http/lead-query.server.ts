import { z } from "zod";
import type { ContactFilter } from "#app/db/contact-filter.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { timeField } from "#app/http/time-field.server.ts";

/** A time, "~", a lead's number. */
const leadCursor = queryField.timeCursor.refine((text) => text === undefined || /~\d{1,18}$/.test(text));

const fields = (timeZone: string) => ({
  search: queryField.text,
  conversion: z.enum(["new", "reached", "contacted", "converted", "lost"]).optional(),
  campaign: queryField.text,
  list: queryField.text,
  state: queryField.text,
  test: queryField.yesNo,
  from: timeField(timeZone),
  to: timeField(timeZone, "end"),
  before: leadCursor,
  after: leadCursor,
});

/**
 * The query of the Leads tab. Its export reads the same one, so that it holds exactly what the tab shows.
 * @param timeZone of times that are typed in
 */
export function leadQuery(request: Request, timeZone: string) {
  const { values, ignored } = readQuery(request, fields(timeZone));
  const { list, test, before, after, ...rest } = values;
  const filter: ContactFilter = { ...rest, listId: list, isTest: test };
  return { filter, asked: { before, after }, ignored };
}
