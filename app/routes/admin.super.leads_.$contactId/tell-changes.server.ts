import { listAgentsByIds } from "#app/db/agents/agents.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { EventSummary } from "#app/db/deliveries/call-events.server.ts";
import { listCodeNames } from "#app/db/dispositions/dispositions.server.ts";
import type { TracedChange } from "#app/features/deliveries/merge-in-order.server.ts";
import { traceJourney } from "#app/features/deliveries/trace-journey.server.ts";
import { changeWords } from "#app/lib/change-words.ts";

/** What each of these deliveries changed, in words, by its id. */
export async function tellChanges(
  db: Database,
  events: readonly EventSummary[],
): Promise<ReadonlyMap<string, string[]>> {
  const traced = await traceJourney(db, events);
  const changes = [...traced.values()].flat().flatMap(({ fields }) => fields);
  const valuesOf = (name: string) =>
    changes.flatMap(({ field, before, after }) => (field === name ? [before, after].filter(Boolean) : []));
  const [agents, codes] = await Promise.all([
    listAgentsByIds(db, valuesOf("agentId").map(Number)),
    listCodeNames(db, valuesOf("disposition").map(String)),
  ]);
  const names = { agents: new Map(agents.map(({ id, name, agent_id }) => [id, name ?? agent_id ?? `#${id}`])), codes };
  const newFirst = (rows: readonly TracedChange[]) => rows.toSorted((a, b) => Number(b.isNew) - Number(a.isNew));
  return new Map([...traced].map(([id, rows]) => [id, newFirst(rows).flatMap((row) => changeWords(row, names))]));
}
