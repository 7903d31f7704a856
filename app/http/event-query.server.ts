import { EventSummary } from "#app/db/call-events.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";

const fields = {
  type: EventSummary.shape.endpoint.optional(),
  outcome: EventSummary.shape.outcome.optional(),
  misrouted: queryField.yesNo,
  test: queryField.yesNo,
  since: queryField.since,
  before: queryField.uuid,
  after: queryField.uuid,
};

/** The query of the Webhook Logs. Their export reads the same one, so that it holds exactly what the page shows. */
export function eventQuery(request: Request) {
  const { values, ignored } = readQuery(request, fields);
  const { type, misrouted, test, before, after, ...rest } = values;
  const filter = { ...rest, endpoint: type, isMisrouted: misrouted, isTest: test };
  return { filter, asked: { before, after }, ignored };
}
