import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { spanQuery } from "#app/http/span-query.server.ts";

/** The query of the Agents page, which its export reads as well: the period, and whose figures of which calls. */
export function agentsQuery(request: Request, timeZone: string) {
  const { span, search, isTest, ignored } = spanQuery(request, timeZone);
  const { values, ignored: others } = readQuery(request, { campaign: queryField.text });
  const campaigns = values.campaign === undefined ? undefined : [values.campaign];
  return { span, search, wish: { isTest, campaigns }, ignored: [...ignored, ...others] };
}
