import { sql } from "slonik";
import { z } from "zod";
import { codesOfCalls } from "#app/db/dispositions.server.ts";
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

/** What leads can be filtered by: the columns that have an index of their own, and how each is hopped along. */
const leadColumns = {
  campaign: sql.fragment`campaign`,
  list: sql.fragment`list_id`,
  state: sql.fragment`state`,
};

/** The campaigns, lists or states that leads name, in order, at most 500: found like {@link listCampaigns}. */
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
