import { EventSummary } from "#app/db/call-events.server.ts";
import { queryField } from "#app/http/read-query.server.ts";

/** The query of the Webhook Logs. */
export const eventFields = {
  type: EventSummary.shape.endpoint.optional(),
  outcome: EventSummary.shape.outcome.optional(),
  misrouted: queryField.yesNo,
  test: queryField.yesNo,
  since: queryField.since,
  before: queryField.uuid,
  after: queryField.uuid,
};
