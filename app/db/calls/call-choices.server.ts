import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { codesOfCalls } from "#app/db/dispositions/dispositions.server.ts";

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

/** Those of the campaigns that no call names. */
export async function listUnknownCampaigns(db: Database, campaigns: readonly string[]): Promise<string[]> {
  const rows = await db.any(sql.type(Choice)`
    select value from unnest(${sql.array([...campaigns], "text")}) as value
    where not exists (select from calls where campaign = value)`);
  return rows.map((row) => row.value);
}

const CodeChoice = z.object({ code: z.string(), name: z.string().nullable() });

/** The dispositions that calls carry, in capitals and in order, with their names in the dictionary. */
export async function listDispositions(db: Database): Promise<{ code: string; name: string | null }[]> {
  const rows = await db.any(sql.type(CodeChoice)`
    with ${codesOfCalls}
    select hop.code, dispositions.name
    from hop
    left join dispositions on dispositions.code = hop.code
    where hop.code is not null
    order by hop.code
    limit 500`);
  return [...rows];
}
