import type { AgentFields } from "#app/convoso/parse-delivery.server.ts";
import type { Plan, Reader } from "#app/db/connection/statement.server.ts";
import { lockNames, newIds, toInsert, toUpdate } from "#app/db/ingest/bulk-rows.server.ts";
import { type AgentRow, listAgentsToMerge } from "#app/db/ingest/merged-rows.server.ts";

/** An agent as a delivery names it. */
export type NamedAgent = AgentFields & { isTest: boolean };

/**
 * Plans each agent's row: which one it is, whether it is made, and whether it takes over a new name or e-mail.
 *
 * An agent is its id. One that comes without an id is the agent of that name, if only one has it; an agent known by name
 * alone becomes the first id that comes with that name.
 *
 * @returns as `result` our ids, in the order of `named`
 */
export async function planAgents(db: Reader, named: readonly NamedAgent[]): Promise<Plan<number[]>> {
  if (named.length === 0) return { result: [], statements: [] };
  const asTheyAre = named.map(findIn(await listAgentsToMerge(db, named)));
  if (asTheyAre.every((agent, index) => agent && !hasNews(agent, named[index] as NamedAgent))) {
    return { result: asTheyAre.map((agent) => (agent as AgentRow).id), statements: [] };
  }
  // Something is new, which is rare: one transaction at a time writes agents, on top of what it then reads.
  const [, known, freshIds] = await Promise.all([
    lockNames(db, ["agents"]),
    listAgentsToMerge(db, named),
    newIds(db, "agents", named.length),
  ]);
  return mergeAgents([...known], freshIds, named);
}

function findIn(known: readonly AgentRow[]) {
  return ({ agentId, name }: NamedAgent): AgentRow | undefined => {
    const namesakes = name === null ? [] : known.filter((agent) => agent.name?.toLowerCase() === name.toLowerCase());
    const withoutId = namesakes.find((agent) => agent.agentId === null);
    if (agentId !== null) return known.find((agent) => agent.agentId === agentId) ?? withoutId;
    const withId = namesakes.filter((agent) => agent.agentId !== null);
    return withId.length === 1 ? withId[0] : withoutId;
  };
}

function hasNews(known: AgentRow, named: NamedAgent): boolean {
  return (
    (named.agentId !== null && known.agentId !== named.agentId) ||
    (named.name !== null && known.name?.toLowerCase() !== named.name.toLowerCase()) ||
    (named.email !== null && known.email !== named.email) ||
    (known.isTest && !named.isTest)
  );
}

function mergeAgents(known: AgentRow[], freshIds: number[], named: readonly NamedAgent[]): Plan<number[]> {
  const fresh = new Set<AgentRow>();
  const changed = new Set<AgentRow>();
  const result = named.map((agent) => {
    const found = findIn(known)(agent);
    if (!found) {
      const { agentId, name, email, isTest } = agent;
      const made: AgentRow = { id: freshIds.pop() as number, agentId, name, email, isTest };
      known.push(made);
      fresh.add(made);
      return made.id;
    }
    if (hasNews(found, agent)) {
      found.agentId = agent.agentId ?? found.agentId;
      found.name = agent.name ?? found.name;
      found.email = agent.email ?? found.email;
      found.isTest &&= agent.isTest;
      if (!fresh.has(found)) changed.add(found);
    }
    return found.id;
  });
  return { result, statements: [...toUpdate("agents", "id", [...changed]), ...toInsert("agents", [...fresh])] };
}
