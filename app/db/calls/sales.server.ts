import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { Span } from "#app/db/figures/figures.server.ts";

// Sales are few among calls: they are found by the codes that mean one, in the index by disposition and time, and each is
// looked at once. So the effort goes with the number of sales in the span.

type Wish = { isTest?: boolean | undefined; agentId?: number | undefined; campaigns?: readonly string[] | undefined };

/** The sales of a span: "from calls where …". */
export function salesWithin({ from, to }: Span, { isTest, agentId, campaigns }: Wish): FragmentSqlToken {
  return sql.fragment`
    from calls
    where upper(disposition) = any(array(select code from dispositions where stage = 'converted'))
      and occurred_at >= ${from.toISOString()}::timestamptz and occurred_at < ${to.toISOString()}::timestamptz
      and ${isTest === undefined ? sql.fragment`true` : sql.fragment`is_test = ${isTest}`}
      and ${agentId === undefined ? sql.fragment`true` : sql.fragment`agent_id = ${agentId}`}
      and ${campaigns === undefined ? sql.fragment`true` : sql.fragment`campaign = any(${sql.array([...campaigns], "text")})`}`;
}

/** The sales of a year are too many to look at for a small line. */
const MOST_DAYS = 92;
const DAY_MS = 24 * 3_600_000;

const InBar = z.object({ agent: z.number(), bar: z.number(), sales: z.number() });

/**
 * The sales of each agent that has some, in each of some spans that follow each other.
 * @returns by agent (our id), for each span in its order; none for more than {@link MOST_DAYS}
 */
export async function listSalesOverTime(
  db: Database,
  bars: readonly Span[],
  wish: Wish,
): Promise<ReadonlyMap<number, number[]>> {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last || +last.to - +first.from > MOST_DAYS * DAY_MS) return new Map();
  const edges = sql.array(
    bars.map(({ from }) => from.toISOString()),
    "timestamptz",
  );
  const rows = await db.any(sql.type(InBar)`
    select agent_id as agent, width_bucket(occurred_at, ${edges}) - 1 as bar, count(*) as sales
    ${salesWithin({ from: first.from, to: last.to }, wish)} and agent_id is not null
    group by 1, 2`);
  const sales = new Map<number, number[]>();
  for (const row of rows) {
    const counts = sales.get(row.agent) ?? Array<number>(bars.length).fill(0);
    counts[row.bar] = row.sales;
    sales.set(row.agent, counts);
  }
  return sales;
}
