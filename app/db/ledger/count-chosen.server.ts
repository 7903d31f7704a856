import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type ChosenDifferences, chosenConditions } from "#app/db/ledger/fixable-differences.server.ts";
import { where } from "#app/db/lists/where.server.ts";

const Counts = z.object({ open: z.number(), fixable: z.number(), accepted: z.number(), settled: z.number() });

/** How many of the chosen differences are open, can be fixed, are accepted, and are settled otherwise. */
export function countChosen(db: Database, chosen: ChosenDifferences): Promise<z.infer<typeof Counts>> {
  return db.one(sql.type(Counts)`
    select count(*) filter (where state = 'open') as open,
      count(*) filter (where state = 'open' and body is not null) as fixable,
      count(*) filter (where state = 'accepted') as accepted,
      count(*) filter (where state not in ('open', 'accepted')) as settled
    from ledger_differences
    ${where(...chosenConditions(chosen))}`);
}
