import { z } from "zod";
import { CallSummary } from "#app/db/calls.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
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

/** The query of the Calls tab. @param timeZone of times that are typed in */
export const callFields = (timeZone: string) => ({
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
