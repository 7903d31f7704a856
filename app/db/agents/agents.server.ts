import { sql } from "slonik";
import { z } from "zod";
import { agentsCalled } from "#app/db/agents/agent-search.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";

/** An agent as filters offer it. `id` is ours; `agent_id` is Convoso's. */
export const Agent = z.object({
  id: z.number(),
  agent_id: z.string().nullable(),
  name: z.string().nullable(),
});
export type Agent = z.infer<typeof Agent>;

/** The first 500 agents by name. */
export function listAgents(db: Database): Promise<readonly Agent[]> {
  return db.any(sql.type(Agent)`
    select id, agent_id, name from agents order by lower(coalesce(name, agent_id)), id limit 500`);
}

/** Agents as `agentsCalled` finds them. */
export function listAgentsCalled(
  db: Database,
  { value, isMasked }: { value: string; isMasked: boolean },
  atMost: number,
): Promise<readonly Agent[]> {
  return db.any(sql.type(Agent)`
    select id, agent_id, name from agents where id = any(array(${agentsCalled(value, isMasked)}))
    order by lower(coalesce(name, agent_id)), id limit ${atMost}`);
}

const AgentDetails = Agent.extend({ email: z.string().nullable(), is_test: z.boolean(), created_at: z.date() });
export type AgentDetails = z.infer<typeof AgentDetails>;

/** An agent with everything that is known about them, or null. */
export function findAgent(db: Database, id: number): Promise<AgentDetails | null> {
  return db.maybeOne(sql.type(AgentDetails)`
    select id, agent_id, name, email, is_test, created_at from agents where id = ${id}`);
}

const Count = z.object({ count: z.number() });

/** How many agents there are: some thousands at most, so they are counted. */
export function countAgents(db: Database): Promise<number> {
  return db.oneFirst(sql.type(Count)`select count(*) as count from agents`);
}

/** Those of some agents, by our ids, in no order. */
export function listAgentsByIds(db: Database, ids: readonly number[]): Promise<readonly Agent[]> {
  return db.any(sql.type(Agent)`select id, agent_id, name from agents where id = any(${sql.array([...ids], "int8")})`);
}
