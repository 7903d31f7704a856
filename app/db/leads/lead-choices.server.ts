import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

const Choice = z.object({ value: z.string() });

/** What leads can be filtered by: the columns that have an index of their own, and how each is hopped along. */
const leadColumns = {
  campaign: sql.fragment`campaign`,
  list: sql.fragment`list_id`,
  state: sql.fragment`state`,
};

/** The campaigns, lists or states that leads name, in order, at most 500. Hops along the index from one to the next. */
export async function listLeadChoices(db: Database, of: keyof typeof leadColumns): Promise<string[]> {
  const column = leadColumns[of];
  const rows = await db.any(sql.type(Choice)`
    with recursive hop as (
      (select ${column} as value from contacts where ${column} is not null order by ${column} limit 1)
      union all
      select (select ${column} from contacts where ${column} > hop.value order by ${column} limit 1)
      from hop
      where hop.value is not null
    )
    select value from hop where value is not null limit 500`);
  return rows.map((row) => row.value);
}
