import { type FragmentSqlToken, sql } from "slonik";
import { type CallFilter, callConditions } from "#app/db/calls/call-filter.server.ts";
import { where } from "#app/db/lists/where.server.ts";

/** Which calls: these, or all that a filter matches. */
export type ChosenCalls = { callIds: readonly string[] } | { filter: CallFilter };

/** One run is about so many calls at most, the latest: at three calls a second, to fetch them one by one takes nine hours. */
export const MOST_CHOSEN = 100_000;

/** The latest of the chosen calls. */
export function latestChosen(chosen: ChosenCalls, most: number): FragmentSqlToken {
  const conditions =
    "filter" in chosen
      ? callConditions(chosen.filter)
      : [sql.fragment`calls.call_id = any(${sql.array([...chosen.callIds], "text")})`];
  return sql.fragment`
    select calls.*
    from calls
    ${where(...conditions)}
    order by calls.occurred_at desc, calls.call_id desc
    limit ${most}`;
}
