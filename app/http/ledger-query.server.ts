import { z } from "zod";
import type { DifferenceFilter } from "#app/db/ledger/differences.server.ts";
import { env } from "#app/env.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { timeField } from "#app/http/time-field.server.ts";
import { COMPARED_FIELDS, DIFFERENCE_KINDS, DIFFERENCE_STATES, FIX_RESULTS } from "#app/lib/ledger-words.ts";
import { isUsableMoment } from "#app/lib/usable-moment.ts";
import { fromZonedInput } from "#app/lib/zoned-input.ts";

/** A day of the account's calendar, such as "2026-11-22". */
const day = z.iso
  .date()
  .refine((text) => isUsableMoment(new Date(text)))
  .optional();

const fields = {
  day,
  hour: timeField("UTC"),
  kind: z.enum(DIFFERENCE_KINDS).optional(),
  state: z.enum(DIFFERENCE_STATES).optional(),
  field: z.enum(COMPARED_FIELDS).optional(),
  call: queryField.text,
  fix: queryField.id,
  result: z.enum(FIX_RESULTS).optional(),
  before: queryField.timeCursor,
  after: queryField.timeCursor,
};

/** Midnight to midnight of the account's zone: 23 to 25 hours. */
export function accountDay(day: string): { from: Date; to: Date } {
  const zone = env().CONVOSO_TIME_ZONE;
  return { from: fromZonedInput(day, zone, "start"), to: fromZonedInput(day, zone, "end") };
}

/** The query of a list of differences, for its page, its exports and its fixes. An `hour` narrows a `day` further. */
export function ledgerQuery(request: Request) {
  const { values, ignored } = readQuery(request, fields);
  const { day, hour, call, fix, result, before, after, kind, state, field } = values;
  const span = hour ? { from: hour, to: new Date(+hour + 1) } : day ? accountDay(day) : {};
  const filter: DifferenceFilter = {
    kind,
    state,
    field,
    callId: call,
    ...(fix !== undefined && { fix: { id: fix, result } }),
    ...span,
  };
  return { filter, day: day ?? null, hour: hour ?? null, asked: { before, after }, ignored };
}

/** Ten years. */
export const MOST_DAYS = 3_660;
/** How many days before today the ledger shall begin, as somebody typed it. */
export const DaysBack = z.coerce.number().int().min(1).max(MOST_DAYS);

/** The last day that the calendar of the ledger shows: the one that is asked for, else today in the account's zone. */
export function calendarQuery(request: Request): { until: string; today: string } {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: env().CONVOSO_TIME_ZONE }).format();
  const { values } = readQuery(request, { until: day });
  const until = values.until !== undefined && values.until < today ? values.until : today;
  return { until, today };
}
