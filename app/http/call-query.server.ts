import { z } from "zod";
import type { CallFilter } from "#app/db/call-filter.server.ts";
import { CallSummary } from "#app/db/calls.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { timeField } from "#app/http/time-field.server.ts";

const fields = (timeZone: string) => ({
  campaign: queryField.text,
  agent: queryField.id,
  lead: queryField.id,
  disposition: queryField.text,
  direction: queryField.text,
  longer: queryField.seconds,
  shorter: queryField.seconds,
  recording: CallSummary.shape.recording_state.optional(),
  without: z.enum(["campaign", "disposition", "agent"]).optional(),
  test: queryField.yesNo,
  since: queryField.since,
  from: timeField(timeZone),
  to: timeField(timeZone, "end"),
  before: queryField.timeCursor,
  after: queryField.timeCursor,
});

/**
 * The query of the Calls tab, for its list and its exports alike.
 * @param timeZone of times that are typed in
 */
export function callQuery(request: Request, timeZone: string) {
  const { values, ignored } = readQuery(request, fields(timeZone));
  const { agent, lead, longer, shorter, test, before, after, ...rest } = values;
  const filter: CallFilter = {
    ...rest,
    agentId: agent,
    contactId: lead,
    minSeconds: longer,
    maxSeconds: shorter,
    isTest: test,
  };
  return { filter, asked: { before, after }, ignored };
}
