import { sql } from "slonik";
import { z } from "zod";
import type { AgentFields } from "#app/convoso/parse-delivery.server.ts";
import { lockNames, newIds, toInsert, toUpdate } from "#app/db/bulk-rows.server.ts";
import { fixedText, type Reader, type Statement } from "#app/db/statement.server.ts";

const KnownAgent = z.object({
  id: z.number(),
  agentId: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  isTest: z.boolean(),
});
type KnownAgent = z.infer<typeof KnownAgent>;

/** An agent as a delivery names it. */
export type NamedAgent = AgentFields & { isTest: boolean };

/**
 * Finds each agent's row, or decides on making it, and on taking over a new name or e-mail.
 *
 * An agent is its id. One who comes without an id is the agent of that name, if only one has it; who was known by name
 * alone becomes the first id that comes with that name.
 *
 * @returns our ids, in the order of `named`, and the statements that make it so
 */
export async function saveAgents(
  db: Reader,
  named: readonly NamedAgent[],
): Promise<{ ids: number[]; statements: readonly Statement[] }> {
  if (named.length === 0) return { ids: [], statements: [] };
  const asTheyAre = named.map(findIn(await listKnown(db, named)));
  if (asTheyAre.every((agent, index) => agent && !hasNews(agent, named[index] as NamedAgent))) {
    return { ids: asTheyAre.map((agent) => (agent as KnownAgent).id), statements: [] };
  }
  // Something is new, which is rare: one transaction at a time writes agents, on top of what it then reads.
  const [, known, freshIds] = await Promise.all([
    lockNames(db, ["agents"]),
    listKnown(db, named),
    newIds(db, "agents", named.length),
  ]);
  return mergeAgents([...known], freshIds, named);
}

function listKnown(db: Reader, named: readonly NamedAgent[]): Promise<readonly KnownAgent[]> {
  const ids = named.flatMap(({ agentId }) => agentId ?? []);
  const names = named.flatMap(({ name }) => name?.toLowerCase() ?? []);
  return db.any(knownAgents([...new Set(ids)], [...new Set(names)]));
}

const knownAgents = fixedText(
  (ids: string[], names: string[]) => sql.type(KnownAgent)`
    select id, agent_id as "agentId", name, email, is_test as "isTest"
    from agents
    where agent_id = any(${sql.array(ids, "text")}) or lower(name) = any(${sql.array(names, "text")})`,
);

function findIn(known: readonly KnownAgent[]) {
  return ({ agentId, name }: NamedAgent): KnownAgent | undefined => {
    const namesakes = name === null ? [] : known.filter((agent) => agent.name?.toLowerCase() === name.toLowerCase());
    const withoutId = namesakes.find((agent) => agent.agentId === null);
    if (agentId !== null) return known.find((agent) => agent.agentId === agentId) ?? withoutId;
    const withId = namesakes.filter((agent) => agent.agentId !== null);
    return withId.length === 1 ? withId[0] : withoutId;
  };
}

function hasNews(known: KnownAgent, named: NamedAgent): boolean {
  return (
    (named.agentId !== null && known.agentId !== named.agentId) ||
    (named.name !== null && known.name?.toLowerCase() !== named.name.toLowerCase()) ||
    (named.email !== null && known.email !== named.email) ||
    (known.isTest && !named.isTest)
  );
}

function mergeAgents(known: KnownAgent[], freshIds: number[], named: readonly NamedAgent[]) {
  const fresh = new Set<KnownAgent>();
  const changed = new Set<KnownAgent>();
  const ids = named.map((agent) => {
    const found = findIn(known)(agent);
    if (!found) {
      const { agentId, name, email, isTest } = agent;
      const made: KnownAgent = { id: freshIds.pop() as number, agentId, name, email, isTest };
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
  return { ids, statements: [...toUpdate("agents", "id", [...changed]), ...toInsert("agents", [...fresh])] };
}
