import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import { idAt } from "#app/db/event-id.server.ts";
import { isKey, isKind, searchCondition } from "#app/db/event-search.server.ts";
import type { Conditions } from "#app/db/where.server.ts";
import { OPERATORS } from "#app/lib/parse-search.ts";

export const EventEndpoint = z.enum(["lead", "call", "echo"]);
export const EventOutcome = z.enum(["processed", "duplicate", "invalid", "refused", "echoed", "failed"]);

/**
 * Which deliveries are meant. It survives JSON, so that a job can keep it; one that says more than this throws there
 * instead of meaning more deliveries. `search`: what `parseSearch` read. `source`: an address, `*` for any end of it.
 */
export const EventFilter = z
  .strictObject({
    endpoint: EventEndpoint,
    outcome: EventOutcome,
    isMisrouted: z.boolean(),
    isTest: z.boolean(),
    since: z.coerce.date(),
    until: z.coerce.date(),
    source: z.string(),
    search: z.array(
      z.object({ field: z.string(), operator: z.enum(OPERATORS), value: z.string(), isNot: z.boolean() }),
    ),
    ids: z.array(z.uuid()),
    callId: z.string(),
    contactId: z.number(),
  })
  .partial();
export type EventFilter = z.infer<typeof EventFilter>;

/** What `filter` asks of a row of `call_events`: for the list, its export, its count and a replay alike. */
export function eventConditions(filter: EventFilter): Conditions {
  const { indexed, others } = splitConditions(filter);
  return [...indexed, ...others];
}

/**
 * The conditions of `filter` in two parts: those that an index finds, in the order of ids or as few rows, and those that
 * rows have to be looked at for. `isNarrow`: the first part leaves so few rows that all of them can be looked at.
 */
export function splitConditions(filter: EventFilter): {
  indexed: FragmentSqlToken[];
  others: FragmentSqlToken[];
  isNarrow: boolean;
} {
  const { isMisrouted, isTest, since, until, source, ids, callId, contactId } = filter;
  const terms = filter.search ?? [];
  const times = [
    since !== undefined && sql.fragment`call_events.id >= ${idAt(since)}::uuid`,
    until !== undefined && sql.fragment`call_events.id < ${idAt(until)}::uuid`,
  ].filter(isAsked);
  const keys = [
    ids !== undefined && sql.fragment`call_events.id = any(${sql.array(ids, "uuid")})`,
    callId !== undefined && sql.fragment`call_events.call_id = ${callId}`,
    contactId !== undefined && sql.fragment`call_events.contact_id = ${contactId}`,
    ...terms.filter(isKey).map(searchCondition),
  ].filter(isAsked);
  const kinds = kindsOf(filter);
  const found = [
    isMisrouted === false && sql.fragment`not call_events.is_misrouted`,
    isTest === false && sql.fragment`not call_events.is_test`,
    source !== undefined && searchCondition({ field: "source", operator: ":", value: source, isNot: false }),
    ...terms.filter((term) => !isKey(term) && !isKind(term)).map(searchCondition),
  ].filter(isAsked);
  if (keys.length > 0) return { indexed: [...times, ...keys], others: [...kinds, ...found], isNarrow: true };
  return { indexed: [...times, ...kinds.slice(0, 1)], others: [...kinds.slice(1), ...found], isNarrow: false };
}

/** What `filter` and the terms of its search ask for that has an index of its own; the rarest first, since only one is followed. */
function kindsOf({ endpoint, outcome, isMisrouted, isTest, search = [] }: EventFilter): FragmentSqlToken[] {
  const valuesOf = (name: string) =>
    search.filter((term) => term.field === name && isKind(term)).map(({ value }) => value);
  const states = valuesOf("is");
  const outcomes = [outcome, ...valuesOf("outcome")].filter((value) => value !== undefined);
  const endpoints = [endpoint, ...valuesOf("type")].filter((value) => value !== undefined);
  const isOutcome = (value: string) => sql.fragment`call_events.outcome = ${value}`;
  return [
    (isMisrouted || states.includes("misrouted")) && sql.fragment`call_events.is_misrouted`,
    (isTest || states.includes("test")) && sql.fragment`call_events.is_test`,
    ...outcomes.filter((value) => value !== "processed").map(isOutcome),
    ...endpoints.map((value) => sql.fragment`call_events.endpoint = ${value}`),
    ...outcomes.filter((value) => value === "processed").map(isOutcome),
  ].filter(isAsked);
}

function isAsked(condition: FragmentSqlToken | "" | false | undefined): condition is FragmentSqlToken {
  return typeof condition === "object";
}
