import { type FragmentSqlToken, sql } from "slonik";
import { type Span, sumsByKey } from "#app/db/figures/figures.server.ts";

/** Which figures: of one agent, of some campaigns, of test data only or of real data only. */
export type Wish = {
  agentId?: number | undefined;
  campaigns?: readonly string[] | undefined;
  isTest?: boolean | undefined;
};

/**
 * One row for each agent and code of a span; the span as in `listFigures`. From the figures, whose effort goes with the days
 * of the span; by campaign from the calls of these campaigns within the span, of which no figures are kept.
 */
export function agentOutcomes(span: Span, wish: Wish): FragmentSqlToken {
  return wish.campaigns === undefined ? outcomesOfFigures(span, wish) : outcomesOfCalls(span, wish.campaigns, wish);
}

function outcomesOfFigures(span: Span, { agentId, isTest }: Wish): FragmentSqlToken {
  const conditions = [
    ...(agentId === undefined ? [] : [sql.fragment`(key = ${String(agentId)} or starts_with(key, ${`${agentId}/`}))`]),
    ...(isTest === undefined ? [] : [sql.fragment`is_test = ${isTest}`]),
    sql.fragment`true`,
  ];
  return sql.fragment`
    select split_part(key, '/', 1)::bigint as agent,
      nullif(substr(key, length(split_part(key, '/', 1)) + 2), '') as code,
      count as call_count, seconds, recordings
    from (${sumsByKey("outcome", span, sql.fragment`${sql.join(conditions, sql.fragment` and `)}`)}) as figure
    where key ~ '^[0-9]'`;
}

function outcomesOfCalls(
  { from, to }: Span,
  campaigns: readonly string[],
  { agentId, isTest }: Wish,
): FragmentSqlToken {
  return sql.fragment`
    select agent_id as agent, upper(disposition) as code, count(*) as call_count,
      coalesce(sum(duration_seconds), 0)::bigint as seconds,
      count(*) filter (where recording_url is not null and recording_verdict is distinct from 'failed') as recordings
    from calls
    where campaign = any(${sql.array([...campaigns], "text")})
      and occurred_at >= ${from.toISOString()}::timestamptz and occurred_at < ${to.toISOString()}::timestamptz
      and ${agentId === undefined ? sql.fragment`agent_id is not null` : sql.fragment`agent_id = ${agentId}`}
      and ${isTest === undefined ? sql.fragment`true` : sql.fragment`is_test = ${isTest}`}
    group by 1, 2`;
}
