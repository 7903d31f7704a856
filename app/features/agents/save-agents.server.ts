import { sql } from "slonik";
import { z } from "zod";
import type { AgentFields } from "#app/convoso/parse-delivery.server.ts";
import { insertRows, lockNames, newIds, updateRows } from "#app/db/bulk-rows.server.ts";
import type { Database } from "#app/db/pool.server.ts";

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
 * Finds or makes the row of each agent, and takes over a new name or e-mail.
 *
 * An agent is its id. One who comes without an id is the agent of that name, if only one has it; who was known by name
 * alone becomes the first id that comes with that name.
 *
 * @returns our ids, in the order of `named`
 */
export async function saveAgents(db: Database, named: readonly NamedAgent[]): Promise<number[]> {
  if (named.length === 0) return [];
  const asTheyAre = named.map(findIn(await listKnown(db, named)));
  if (asTheyAre.every((agent, index) => agent && !hasNews(agent, named[index] as NamedAgent))) {
    return asTheyAre.map((agent) => (agent as KnownAgent).id);
  }
  // Something is new, which is rare: one transaction at a time writes agents, on top of what it then reads.
  await lockNames(db, ["agents"]);
  const known = await listKnown(db, named);
  const ids: number[] = [];
  for (const agent of named) ids.push(await saveAgent(db, known, agent));
  return ids;
}

async function listKnown(db: Database, named: readonly NamedAgent[]): Promise<KnownAgent[]> {
  const ids = named.flatMap(({ agentId }) => agentId ?? []);
  const names = named.flatMap(({ name }) => name?.toLowerCase() ?? []);
  return [
    ...(await db.any(sql.type(KnownAgent)`
      select id, agent_id as "agentId", name, email, is_test as "isTest"
      from agents
      where agent_id = any(${sql.array(ids, "text")}) or lower(name) = any(${sql.array(names, "text")})`)),
  ];
}

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

async function saveAgent(db: Database, known: KnownAgent[], named: NamedAgent): Promise<number> {
  const found = findIn(known)(named);
  if (!found) {
    const { agentId, name, email, isTest } = named;
    const [id] = await newIds(db, "agents", 1);
    const agent: KnownAgent = { id: id as number, agentId, name, email, isTest };
    await insertRows(db, "agents", [agent]);
    known.push(agent);
    return agent.id;
  }
  if (hasNews(found, named)) {
    found.agentId = named.agentId ?? found.agentId;
    found.name = named.name ?? found.name;
    found.email = named.email ?? found.email;
    found.isTest &&= named.isTest;
    await updateRows(db, "agents", "id", [found]);
  }
  return found.id;
}
