import { z } from "zod";
import { CallSummary } from "#app/db/calls.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { timeField } from "#app/http/time-field.server.ts";

/** A time that PostgreSQL can read, "~", an id. */
const cursor = z
  .string()
  .max(500)
  .refine((text) => {
    const [time = "", ...id] = text.split("~");
    return z.iso.datetime().safeParse(time).success && id.length > 0 && !text.includes("\0");
  })
  .optional();

const fields = (timeZone: string) => ({
  campaign: queryField.text,
  agent: queryField.id,
  disposition: queryField.text,
  recording: CallSummary.shape.recording_state.optional(),
  test: queryField.yesNo,
  since: queryField.since,
  from: timeField(timeZone),
  to: timeField(timeZone, "end"),
  before: cursor,
  after: cursor,
});

/**
 * The query of the Calls tab. Its export reads the same one, so that it holds exactly what the tab shows.
 * @param timeZone of times that are typed in
 */
export function callQuery(request: Request, timeZone: string) {
  const { values, ignored } = readQuery(request, fields(timeZone));
  const { agent, test, before, after, ...rest } = values;
  return { filter: { ...rest, agentId: agent, isTest: test }, asked: { before, after }, ignored };
}
