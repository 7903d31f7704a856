import { z } from "zod";
import { queryField, readQuery } from "#app/http/read-query.server.ts";

const fields = {
  search: queryField.text,
  conversion: z.enum(["new", "contacted", "converted"]).optional(),
  test: queryField.yesNo,
  before: queryField.cursor,
  after: queryField.cursor,
};

/** The query of the Leads tab. Its export reads the same one, so that it holds exactly what the tab shows. */
export function leadQuery(request: Request) {
  const { values, ignored } = readQuery(request, fields);
  const { search, conversion, test, before, after } = values;
  return { filter: { search, conversion, isTest: test }, asked: { before, after }, ignored };
}
