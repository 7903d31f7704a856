import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import { Stage } from "#app/db/dispositions.server.ts";
import { figurePieces, type Span } from "#app/db/figures.server.ts";
import type { Database } from "#app/db/pool.server.ts";

// What agents did, from the figures that are kept by agent and disposition (migrations/016_agent_figures.sql), judged by the
// dictionary as it is now. The effort goes with the days of the span, not with the number of calls.

/** Which figures: of that agent only, of test data only or of real data only. */
type Wish = { agentId?: number | undefined; isTest?: boolean | undefined };

/**
 * One row for each agent and code of a span; the span as in `listFigures`. Many more rows are read than agents and codes
 * there are, so they are added up by their key as it is, and only the sums are taken apart.
 */
function outcomes(span: Span, { agentId, isTest }: Wish): FragmentSqlToken {
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

/** What an agent did within a span. */
export const AgentFigures = z.object({
  id: z.number(),
  agent_id: z.string().nullable(),
  name: z.string().nullable(),
  is_test: z.boolean(),
  call_count: z.number(),
  /** Of talk. */
  seconds: z.number(),
  recordings: z.number(),
  /** Calls in which somebody was reached, by their disposition: the sample of `sale_count`. */
  reached_count: z.number(),
  sale_count: z.number(),
});
export type AgentFigures = z.infer<typeof AgentFigures>;

/** Agents with calls within the span, those of most calls first. `search`: a part of their name, or their id in Convoso. */
export function listAgentFigures(
  db: Database,
  span: Span,
  { search, ...wish }: Wish & { search?: string | undefined },
  atMost = 500,
): Promise<readonly AgentFigures[]> {
  const isNamed =
    search === undefined
      ? sql.fragment`true`
      : sql.fragment`(strpos(lower(agents.name), lower(${search})) > 0 or agents.agent_id = ${search})`;
  return db.any(sql.type(AgentFigures)`
    select agents.id, agents.agent_id, agents.name, agents.is_test,
      sum(call_count)::bigint as call_count, sum(seconds)::bigint as seconds, sum(recordings)::bigint as recordings,
      coalesce(sum(call_count) filter (where stage is distinct from 'not_contacted'), 0)::bigint as reached_count,
      coalesce(sum(call_count) filter (where stage = 'converted'), 0)::bigint as sale_count
    from (${outcomes(span, wish)}) as outcome
    join agents on agents.id = outcome.agent
    left join dispositions using (code)
    where ${isNamed}
    group by agents.id
    order by call_count desc, agents.id
    limit ${atMost}`);
}

/** How often an agent's calls came to one code; null where they have none. `stage`: null where the dictionary lacks it. */
const AgentOutcome = z.object({
  code: z.string().nullable(),
  name: z.string().nullable(),
  stage: Stage.nullable(),
  call_count: z.number(),
  seconds: z.number(),
});
export type AgentOutcome = z.infer<typeof AgentOutcome>;

/** The dispositions of one agent's calls within the span, the most frequent first. */
export function listAgentOutcomes(db: Database, span: Span, wish: Wish): Promise<readonly AgentOutcome[]> {
  return db.any(sql.type(AgentOutcome)`
    select code, dispositions.name, dispositions.stage, call_count, seconds
    from (${outcomes(span, wish)}) as outcome
    left join dispositions using (code)
    order by call_count desc, code`);
}
