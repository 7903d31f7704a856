import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import { hasProblem, isKey, isKind, searchCondition } from "#app/db/deliveries/event-search.server.ts";
import { chosenIn } from "#app/db/lists/choice-conditions.server.ts";
import type { Conditions } from "#app/db/lists/where.server.ts";
import { listChosen } from "#app/lib/choice.ts";
import { DESTINATIONS } from "#app/lib/endpoints.ts";
import { idAt } from "#app/lib/event-id.server.ts";
import { OUTCOMES } from "#app/lib/outcomes.ts";
import { OPERATORS, type SearchTerm } from "#app/lib/parse-search.ts";
import { PROBLEM_CODES } from "#app/lib/problems.ts";

export const EventEndpoint = z.enum(DESTINATIONS);
export const EventOutcome = z.enum(OUTCOMES);

const chosen = <Value extends z.ZodType>(value: Value) =>
  z.union([value, z.strictObject({ anyOf: z.array(value) }), z.strictObject({ noneOf: z.array(value) })]);

/**
 * Which deliveries are meant. It survives JSON, so that a job can keep it; one that says more than this throws there
 * instead of meaning more deliveries. `search`: what `parseSearch` read. `source`: an address, `*` for any end of it. `isMasked`: for those
 * who must not guess at what is masked to them.
 */
export const EventFilter = z
  .strictObject({
    endpoint: chosen(EventEndpoint),
    outcome: chosen(EventOutcome),
    isMisrouted: z.boolean(),
    isTest: z.boolean(),
    since: z.coerce.date(),
    until: z.coerce.date(),
    problem: chosen(z.enum(PROBLEM_CODES)),
    source: z.string(),
    search: z.array(
      z.object({ field: z.string(), operator: z.enum(OPERATORS), value: z.string(), isNot: z.boolean() }),
    ),
    isMasked: z.boolean(),
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
  const isTrue = (term: SearchTerm) => searchCondition(term, filter.isMasked ?? false);
  const times = [
    since !== undefined && sql.fragment`call_events.id >= ${idAt(since)}::uuid`,
    until !== undefined && sql.fragment`call_events.id < ${idAt(until)}::uuid`,
  ].filter(isAsked);
  const keys = [
    ids !== undefined && sql.fragment`call_events.id = any(${sql.array(ids, "uuid")})`,
    callId !== undefined && sql.fragment`call_events.call_id = ${callId}`,
    contactId !== undefined && sql.fragment`call_events.contact_id = ${contactId}`,
    ...terms.filter(isKey).map(isTrue),
  ].filter(isAsked);
  const kinds = kindsOf(filter);
  const found = [
    isMisrouted === false && sql.fragment`not call_events.is_misrouted`,
    isTest === false && sql.fragment`not call_events.is_test`,
    ...Object.values(choicesOf(filter)).map(({ unwanted }) => unwanted),
    source !== undefined && isTrue({ field: "source", operator: ":", value: source, isNot: false }),
    ...terms.filter((term) => !isKey(term) && !isKind(term)).map(isTrue),
  ].filter(isAsked);
  if (keys.length > 0) return { indexed: [...times, ...keys], others: [...kinds, ...found], isNarrow: true };
  return { indexed: [...times, ...kinds.slice(0, 1)], others: [...kinds.slice(1), ...found], isNarrow: false };
}

/** What is chosen of a filter: what deliveries must be, and what they must not be. */
function choicesOf({ endpoint, outcome, problem }: EventFilter) {
  const { wanted, unwanted } = listChosen(problem);
  return {
    problem: {
      wanted: wanted.length > 0 ? hasProblem(wanted) : undefined,
      unwanted: unwanted.length > 0 ? sql.fragment`not ${hasProblem(unwanted)}` : undefined,
    },
    outcome: chosenIn(sql.fragment`call_events.outcome`, outcome),
    endpoint: chosenIn(sql.fragment`call_events.endpoint`, endpoint),
  };
}

/** What `filter` and the terms of its search ask for that has its own index; the rarest first, since only one is followed. */
function kindsOf(filter: EventFilter): FragmentSqlToken[] {
  const { isMisrouted, isTest, search = [] } = filter;
  const valuesOf = (name: string) =>
    search.filter((term) => term.field === name && isKind(term)).map(({ value }) => value);
  const states = valuesOf("is");
  const picked = choicesOf(filter);
  const isCommon = filter.outcome === "processed";
  const outcomes = valuesOf("outcome");
  const isOutcome = (value: string) => sql.fragment`call_events.outcome = ${value}`;
  return [
    picked.problem.wanted,
    ...valuesOf("problem").map((code) => hasProblem([code])),
    (isMisrouted || states.includes("misrouted")) && sql.fragment`call_events.is_misrouted`,
    (isTest || states.includes("test")) && sql.fragment`call_events.is_test`,
    !isCommon && picked.outcome.wanted,
    ...outcomes.filter((value) => value !== "processed").map(isOutcome),
    picked.endpoint.wanted,
    ...valuesOf("type").map((value) => sql.fragment`call_events.endpoint = ${value}`),
    isCommon && picked.outcome.wanted,
    ...outcomes.filter((value) => value === "processed").map(isOutcome),
  ].filter(isAsked);
}

function isAsked(condition: FragmentSqlToken | "" | false | undefined): condition is FragmentSqlToken {
  return typeof condition === "object";
}
