import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { listRuns } from "#app/db/jobs/runs.server.ts";
import { type ChosenDifferences, chosenConditions } from "#app/db/ledger/fixable-differences.server.ts";
import type { Page, PageRequest } from "#app/db/lists/page.server.ts";
import { where } from "#app/db/lists/where.server.ts";
import { FIX_RESULTS, type FixResult } from "#app/lib/ledger-words.ts";

/** A run that applies Convoso's rows of many differences. `query`: what lists these; null for a selection. */
export const LedgerFix = z.object({
  id: z.number(),
  created_at: z.date(),
  created_by: z.string(),
  query: z.string().nullable(),
  differences: z.number(),
  state: z.enum(["running", "finished", "stopped"]),
  ended_at: z.date().nullable(),
  ended_by: z.string().nullable(),
});
export type LedgerFix = z.infer<typeof LedgerFix>;

const columns = sql.fragment`id, created_at, created_by, query, differences, state, ended_at, ended_by`;
const Id = z.object({ id: z.number() });

/** Notes a fix and the differences that it is about, in the caller's transaction: those that are open and can be fixed. */
export async function insertFix(
  db: Database,
  { chosen, query, createdBy }: { chosen: ChosenDifferences; query: string | null; createdBy: string },
): Promise<{ id: number; differences: number }> {
  const id = await db.oneFirst(sql.type(Id)`
    insert into ledger_fixes (created_by, query) values (${createdBy}, ${query}) returning id`);
  const { rowCount: differences } = await db.query(sql.unsafe`
    insert into ledger_fix_differences (fix_id, difference_id)
    select ${id}, id
    from ledger_differences
    ${where(...chosenConditions(chosen), sql.fragment`state = 'open' and body is not null`)}`);
  await db.query(sql.unsafe`update ledger_fixes set differences = ${differences} where id = ${id}`);
  return { id, differences };
}

export function findFix(db: Database, id: number): Promise<LedgerFix | null> {
  return db.maybeOne(sql.type(LedgerFix)`select ${columns} from ledger_fixes where id = ${id}`);
}

/** A page of fixes, the latest first. The cursor is a fix's id. */
export function listFixes(db: Database, asked: PageRequest = {}): Promise<Page<LedgerFix>> {
  return listRuns(db, LedgerFix, sql.fragment`select ${columns} from ledger_fixes`, asked);
}

/** The next differences to fix. */
export function listNextDifferences(db: Database, id: number, most: number): Promise<readonly number[]> {
  return db.anyFirst(sql.type(Id)`
    select difference_id as id
    from ledger_fix_differences
    where fix_id = ${id} and result is null
    order by difference_id
    limit ${most}`);
}

/** Notes what came of some differences of a fix, in the transaction that did it. */
export async function saveFixResults(
  db: Database,
  id: number,
  results: readonly { id: number; result: FixResult }[],
): Promise<void> {
  await db.query(sql.unsafe`
    update ledger_fix_differences as entry
    set result = done.result
    from json_to_recordset(${JSON.stringify(results)}::json) as done (id bigint, result text)
    where entry.fix_id = ${id} and entry.difference_id = done.id`);
  await db.query(sql.unsafe`update ledger_fixes set updated_at = now() where id = ${id}`);
}

const ResultCount = z.object({ result: z.enum(FIX_RESULTS).nullable(), count: z.number() });

/** How many differences of a fix came to what; `result` is null for those that are left. */
export function countFixResults(db: Database, id: number): Promise<readonly z.infer<typeof ResultCount>[]> {
  return db.any(sql.type(ResultCount)`
    select result, count(*) as count from ledger_fix_differences where fix_id = ${id} group by 1 order by 2 desc, 1`);
}
