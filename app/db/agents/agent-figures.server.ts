import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import { agentOutcomes, type Wish } from "#app/db/agents/agent-outcomes.server.ts";
import { agentsCalled } from "#app/db/agents/agent-search.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { Stage } from "#app/db/dispositions/dispositions.server.ts";
import type { Span } from "#app/db/figures/figures.server.ts";

// What agents did, judged by the dictionary as it is now.

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

type Asked = Wish & { search?: string | undefined; isMasked?: boolean | undefined };

/** @param asked `search`, `isMasked`: as `agentsCalled` has them */
function figuresOfAgents(span: Span, { search, isMasked, ...wish }: Asked): FragmentSqlToken {
  const isNamed =
    search === undefined ? sql.fragment`true` : sql.fragment`agents.id = any(array(${agentsCalled(search, isMasked)}))`;
  return sql.fragment`
    select agents.id, agents.agent_id, agents.name, agents.is_test,
      sum(call_count)::bigint as call_count, sum(seconds)::bigint as seconds, sum(recordings)::bigint as recordings,
      coalesce(sum(call_count) filter (where code is not null and stage is distinct from 'not_contacted'), 0)::bigint
        as reached_count,
      coalesce(sum(call_count) filter (where stage = 'converted'), 0)::bigint as sale_count
    from (${agentOutcomes(span, wish)}) as outcome
    join agents on agents.id = outcome.agent
    left join dispositions using (code)
    where ${isNamed}
    group by agents.id`;
}

/** Agents with calls within the span, those of most calls first. */
export function listAgentFigures(
  db: Database,
  span: Span,
  asked: Asked,
  atMost = 500,
): Promise<readonly AgentFigures[]> {
  return db.any(sql.type(AgentFigures)`
    ${figuresOfAgents(span, asked)}
    order by call_count desc, agents.id
    limit ${atMost}`);
}

/** The same for their export, those of most sales first. */
export function agentFigureRows(span: Span, asked: Asked): FragmentSqlToken {
  return sql.fragment`
    select agent_id as convoso_agent_id, name as agent_name, call_count as calls, seconds as talk_seconds,
      reached_count as reached, sale_count as sales, round(sale_count / nullif(reached_count, 0)::numeric, 4) as conversion,
      recordings, is_test
    from (${figuresOfAgents(span, asked)}) as figure
    order by sale_count desc, call_count desc, id`;
}

const Team = z.object({
  agents: z.number(),
  call_count: z.number(),
  reached_count: z.number(),
  sale_count: z.number(),
});
export type Team = z.infer<typeof Team>;

/** What all agents did together who reached somebody: a dialer that only hears machines is no member of the team. */
export function findTeamFigures(db: Database, span: Span, wish: Wish): Promise<Team> {
  return db.one(sql.type(Team)`
    select count(*) as agents, coalesce(sum(call_count), 0)::bigint as call_count, coalesce(sum(reached_count), 0)::bigint as reached_count,
      coalesce(sum(sale_count), 0)::bigint as sale_count
    from (${figuresOfAgents(span, wish)}) as figure
    where reached_count > 0`);
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
    from (${agentOutcomes(span, wish)}) as outcome
    left join dispositions using (code)
    order by call_count desc, code`);
}
