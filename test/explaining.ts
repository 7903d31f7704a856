import assert from "node:assert/strict";
import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

const Node = z.looseObject({
  "Node Type": z.string(),
  "Relation Name": z.string().optional(),
  "Actual Rows": z.number(),
  "Actual Loops": z.number(),
  "Rows Removed by Filter": z.number().default(0),
  "Rows Removed by Index Recheck": z.number().default(0),
  get Plans() {
    return z.array(Node).default([]);
  },
});
type Node = z.infer<typeof Node>;
const Explained = z.object({ "QUERY PLAN": z.array(z.object({ Plan: Node })) });

/**
 * What PostgreSQL did for some statements: the tables that it read from end to end, how many rows it touched, and how many
 * of those it read from a table, not only from an index.
 */
export type Effort = { wholeTables: string[]; rows: number; tableRows: number };

/** These grow with every call; the others stay small enough to be read whole. */
const BIG = ["calls", "call_events", "contacts", "pending_recordings", "audit_log", "figures", "call_event_problems"];

type Query = Parameters<Database["any"]>[0];

/** A database that also tells what each query took. Like the given one for all that only reads. */
export function explaining(db: Database): { db: Database; effort: Effort } {
  const effort: Effort = { wholeTables: [], rows: 0, tableRows: 0 };
  const explained = async (query: Query) => {
    const { "QUERY PLAN": plan } = await db.one(
      sql.type(Explained)`explain (analyze, timing off, summary off, format json) ${query}`,
    );
    for (const { Plan } of plan) addUp(Plan, effort);
  };
  const watched = ["any", "anyFirst", "one", "oneFirst", "maybeOne", "maybeOneFirst", "many", "manyFirst", "query"];
  const proxy = new Proxy(db, {
    get(target, name) {
      const method = Reflect.get(target, name);
      if (typeof name !== "string" || !watched.includes(name)) return method;
      return async (query: Query) => {
        await explained(query);
        return method.call(target, query);
      };
    },
  });
  return { db: proxy, effort };
}

/** What `work` asks reads no big table from end to end, and touches no more rows than that. */
export async function assertCheap(
  db: Database,
  what: string,
  work: (db: Database) => Promise<unknown>,
  mostRows: number,
): Promise<void> {
  const { db: watched, effort } = explaining(db);
  await work(watched);
  const whole = effort.wholeTables.filter((table) => BIG.includes(table));
  assert.deepEqual(whole, [], `${what} reads whole tables`);
  assert.ok(effort.rows <= mostRows, `${what} touches ${effort.rows} rows`);
}

function addUp(node: Node, effort: Effort): void {
  const relation = node["Relation Name"];
  if (relation !== undefined) {
    if (node["Node Type"].endsWith("Seq Scan")) effort.wholeTables.push(relation);
    const each = node["Actual Rows"] + node["Rows Removed by Filter"] + node["Rows Removed by Index Recheck"];
    const touched = Math.round(each * node["Actual Loops"]);
    effort.rows += touched;
    if (node["Node Type"] !== "Index Only Scan") effort.tableRows += touched;
  }
  for (const inner of node.Plans) addUp(inner, effort);
}
