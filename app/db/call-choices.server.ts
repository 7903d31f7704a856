import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";

const Choice = z.object({ value: z.string() });

/** The campaigns that calls name, in order. Hops along the index from one to the next, however many calls there are. */
export async function listCampaigns(db: Database): Promise<string[]> {
  const rows = await db.any(sql.type(Choice)`
    with recursive hop as (
      (select campaign from calls where campaign is not null order by campaign limit 1)
      union all
      select (select calls.campaign from calls where calls.campaign > hop.campaign order by calls.campaign limit 1)
      from hop
      where hop.campaign is not null
    )
    select campaign as value from hop where campaign is not null limit 500`);
  return rows.map((row) => row.value);
}

/** The dispositions of the latest 5,000 calls, the commonest first. */
export async function listDispositions(db: Database): Promise<string[]> {
  const rows = await db.any(sql.type(Choice)`
    select disposition as value
    from (select disposition from calls order by occurred_at desc limit 5000) as latest
    where disposition is not null
    group by disposition
    order by count(*) desc, disposition
    limit 100`);
  return rows.map((row) => row.value);
}
