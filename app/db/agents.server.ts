import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";

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
