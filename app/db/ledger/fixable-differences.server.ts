import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type DifferenceFilter, differenceConditions } from "#app/db/ledger/differences.server.ts";
import { where } from "#app/db/lists/where.server.ts";

/** An open difference with Convoso's row, which says it as of `askedAt`. */
const FixableDifference = z.object({
  id: z.number(),
  callId: z.string(),
  kind: z.string(),
  askedAt: z.date(),
  body: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});
export type FixableDifference = z.infer<typeof FixableDifference>;

const columns = sql.fragment`id, call_id as "callId", kind, asked_at as "askedAt", body`;

/** The next differences that the worker is to fix, the oldest first. */
export function listAutomaticFixes(db: Database, most: number): Promise<readonly number[]> {
  return db.anyFirst(sql.type(z.object({ id: z.number() }))`
    select id from ledger_differences where state = 'open' and is_automatic and body is not null order by id limit ${most}`);
}

/** Those of these differences that are open and can be fixed, held for the caller's transaction. */
export function holdFixable(db: Database, ids: readonly number[]): Promise<readonly FixableDifference[]> {
  return db.any(sql.type(FixableDifference)`
    select ${columns}
    from ledger_differences
    where id = any(${sql.array([...ids], "int8")}) and state = 'open' and body is not null
    order by id
    for update`);
}

/** What applying a difference came to: `isFixed` false where it changed nothing, so that the difference stays. */
export type AppliedFix = { id: number; eventId: string; isFixed: boolean };

/** Notes what was applied, in the transaction that did it. `by`: the user, or "reconcile". */
export async function saveAppliedFixes(db: Database, applied: readonly AppliedFix[], by: string): Promise<void> {
  await db.query(sql.unsafe`
    update ledger_differences as difference
    set event_id = fix."eventId", is_automatic = false, body = null,
      state = case when fix."isFixed" then 'fixed' else state end,
      settled_at = case when fix."isFixed" then now() end, settled_by = case when fix."isFixed" then ${by} end
    from json_to_recordset(${JSON.stringify(applied)}::json) as fix (id bigint, "eventId" uuid, "isFixed" boolean)
    where difference.id = fix.id`);
}

/** Which differences: these, or all that a filter matches. */
export type ChosenDifferences = { ids: readonly number[] } | { filter: DifferenceFilter };

/** The conditions on `ledger_differences` that a choice means. */
export function chosenConditions(chosen: ChosenDifferences) {
  return "filter" in chosen
    ? differenceConditions(chosen.filter)
    : [sql.fragment`id = any(${sql.array([...chosen.ids], "int8")})`];
}

/** Accepts the chosen differences that are open. @returns how many */
export async function acceptRows(
  db: Database,
  chosen: ChosenDifferences,
  { by, note }: { by: string; note: string },
): Promise<number> {
  const { rowCount } = await db.query(sql.unsafe`
    update ledger_differences
    set state = 'accepted', settled_at = now(), settled_by = ${by}, note = ${note}, is_automatic = false
    ${where(...chosenConditions(chosen), sql.fragment`state = 'open'`)}`);
  return rowCount;
}

/** Opens the chosen differences again that are accepted. @returns how many */
export async function reopenRows(db: Database, chosen: ChosenDifferences): Promise<number> {
  const { rowCount } = await db.query(sql.unsafe`
    update ledger_differences
    set state = 'open', settled_at = null, settled_by = null, note = null
    ${where(...chosenConditions(chosen), sql.fragment`state = 'accepted'`)}`);
  return rowCount;
}

/** Leaves a difference to a person: its row could not be applied. */
export async function updateNotAutomatic(db: Database, id: number): Promise<void> {
  await db.query(sql.unsafe`update ledger_differences set is_automatic = false where id = ${id}`);
}
