import { type FragmentSqlToken, sql } from "slonik";
import { figurePieces, type Span } from "#app/db/figures/figures.server.ts";

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

/** Many more rows are read than agents and codes there are, so they are added up by their key, and only the sums taken apart. */
function outcomesOfFigures(span: Span, { agentId, isTest }: Wish): FragmentSqlToken {
  const conditions = [
    ...(agentId === undefined ? [] : [sql.fragment`(key = ${String(agentId)} or starts_with(key, ${`${agentId}/`}))`]),
    ...(isTest === undefined ? [] : [sql.fragment`is_test = ${isTest}`]),
    sql.fragment`true`,
  ];
  const { folded, unfolded } = figurePieces(
    ["outcome"],
    [span],
    sql.fragment`${sql.join(conditions, sql.fragment` and `)}`,
  );
  return sql.fragment`
    select split_part(key, '/', 1)::bigint as agent,
      nullif(substr(key, length(split_part(key, '/', 1)) + 2), '') as code,
      call_count, seconds, recordings
    from (
      select key, sum(count)::bigint as call_count, sum(seconds)::bigint as seconds, sum(recordings)::bigint as recordings
      from (
        select key, count, seconds, recordings from ${folded}
        union all
        select key, count, seconds, recordings from ${unfolded}
      ) as figure
      group by key
      having sum(count) <> 0
      offset 0
    ) as figure
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
