import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { Page, PageRequest } from "#app/db/lists/page.server.ts";

/** How many rows a list's filter matches; not exact where PostgreSQL's planner estimates it. */
export type MatchCount = { count: number; isExact: boolean };

/** In the planner's units, of which a million take about a second: what may be read to count many rows, or few. */
const MOST_COST = 3_000;
const MOST_COST_OF_FEW = 30_000;
/** Readers of a list notice a wrong number of so many rows. */
const FEW = 5_000;
/** Where the planner thought of few, and is wrong, counting ends here. */
const MOST_COUNTED = 100_000;

const Plan = z.object({
  "QUERY PLAN": z.tuple([z.object({ Plan: z.object({ "Total Cost": z.number(), "Plan Rows": z.number() }) })]),
});
const Counted = z.object({ count: z.number() });

/**
 * Counts what `rows` gives, a list's select without its columns and its order: exactly where the planner says that this is
 * cheap, else by its estimate, so that a list of ten million rows is not slower for its count.
 */
export async function countMatches(db: Database, rows: FragmentSqlToken): Promise<MatchCount> {
  const [{ Plan: plan }] = await db.oneFirst(sql.type(Plan)`explain (format json) ${rows}`);
  const most = plan["Plan Rows"] <= FEW ? MOST_COST_OF_FEW : MOST_COST;
  if (plan["Total Cost"] > most) return { count: plan["Plan Rows"], isExact: false };
  const count = await db.oneFirst(sql.type(Counted)`
    select count(*) from (select from (${rows}) as matching limit ${MOST_COUNTED + 1}) as counted`);
  if (count <= MOST_COUNTED) return { count, isExact: true };
  return { count: Math.max(MOST_COUNTED, plan["Plan Rows"]), isExact: false };
}

/**
 * How many rows a list has: where its page is all of it, as many as it shows, whatever was estimated. Undefined where nobody
 * counted, as for a search that would have to look everywhere.
 */
export function countWith<Matches extends MatchCount | undefined>(
  page: Page<unknown>,
  asked: PageRequest,
  matches: Matches,
): MatchCount | Matches {
  const isWhole = page.newer === null && page.older === null && asked.before === undefined && asked.after === undefined;
  return isWhole ? { count: page.rows.length, isExact: true } : matches;
}
