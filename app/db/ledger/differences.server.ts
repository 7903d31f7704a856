import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { PAGE_SIZE, type Page, type PageRequest, toPage } from "#app/db/lists/page.server.ts";
import { pastCursor, timeCursor, timeOrder } from "#app/db/lists/time-cursor.server.ts";
import { type Conditions, where } from "#app/db/lists/where.server.ts";
import { COMPARED_FIELDS, DIFFERENCE_KINDS, DIFFERENCE_STATES, FIX_RESULTS } from "#app/lib/ledger-words.ts";

/** One field of a call: Convoso's value and ours, in words; null where that side says nothing. Lengths are "120 s". */
export const FieldDifference = z.object({
  field: z.enum(COMPARED_FIELDS),
  there: z.string().nullable(),
  here: z.string().nullable(),
});
export type FieldDifference = z.infer<typeof FieldDifference>;

/**
 * A call of which Convoso's log and our tables say different things. `fields`: of a call that both have, what differs; of
 * one that is missing on a side, what the other side says. `window_start`: its hour (see `findWindow`). `since`: when it was
 * first seen as it is. `settled_by`: the user who accepted or fixed it, or "reconcile" for the worker; `note`: why it was
 * accepted. `event_id`: the delivery that Convoso's row was applied as. `can_fix`: Convoso's row is at hand.
 */
export const LedgerDifference = z.object({
  id: z.number(),
  call_id: z.string(),
  window_start: z.date(),
  kind: z.enum(DIFFERENCE_KINDS),
  occurred_at: z.date(),
  fields: z.array(FieldDifference),
  asked_at: z.date(),
  since: z.date(),
  state: z.enum(DIFFERENCE_STATES),
  is_automatic: z.boolean(),
  can_fix: z.boolean(),
  event_id: z.uuid().nullable(),
  settled_at: z.date().nullable(),
  settled_by: z.string().nullable(),
  note: z.string().nullable(),
  cursor: z.string(),
});
export type LedgerDifference = z.infer<typeof LedgerDifference>;

/** What a list of differences may be narrowed to. `from` and `to` are starts of windows: from that one on, before this one. */
export const DifferenceFilter = z.object({
  kind: z.enum(DIFFERENCE_KINDS).optional(),
  state: z.enum(DIFFERENCE_STATES).optional(),
  field: z.enum(COMPARED_FIELDS).optional(),
  callId: z.string().optional(),
  /** Those of a fix, with one result. */
  fix: z.object({ id: z.number(), result: z.enum(FIX_RESULTS).optional() }).optional(),
  from: z.date().optional(),
  to: z.date().optional(),
});
export type DifferenceFilter = z.infer<typeof DifferenceFilter>;

const KEYS = { time: sql.fragment`occurred_at`, key: sql.fragment`id`, type: "int8" } as const;

const differenceColumns = sql.fragment`
  id, call_id, window_start, kind, occurred_at, fields, asked_at, since, state, is_automatic, body is not null as can_fix,
  event_id, settled_at, settled_by, note, ${timeCursor(KEYS)} as cursor`;

function ofFix({ id, result }: NonNullable<DifferenceFilter["fix"]>): FragmentSqlToken {
  const ofResult = result === undefined ? sql.fragment`` : sql.fragment`and result = ${result}`;
  return sql.fragment`id in (select difference_id from ledger_fix_differences where fix_id = ${id} ${ofResult})`;
}

/** The conditions on `ledger_differences` that a filter means: lists, counts, exports and fixes share them. */
export function differenceConditions({ kind, state, field, callId, fix, from, to }: DifferenceFilter): Conditions {
  return [
    kind !== undefined && sql.fragment`kind = ${kind}`,
    state !== undefined && sql.fragment`state = ${state}`,
    field !== undefined && sql.fragment`fields @> ${JSON.stringify([{ field }])}::jsonb`,
    callId !== undefined && sql.fragment`call_id = ${callId}`,
    fix !== undefined && ofFix(fix),
    from && sql.fragment`window_start >= ${from.toISOString()}::timestamptz`,
    to && sql.fragment`window_start < ${to.toISOString()}::timestamptz`,
  ];
}

/** A page of differences, the latest call first. */
export async function listDifferences(
  db: Database,
  filter: DifferenceFilter,
  asked: PageRequest = {},
): Promise<Page<LedgerDifference>> {
  const found = await db.any(sql.type(LedgerDifference)`
    select ${differenceColumns}
    from ledger_differences
    ${where(...differenceConditions(filter), pastCursor(KEYS, asked))}
    ${timeOrder(KEYS, asked)}
    limit ${PAGE_SIZE + 1}`);
  return toPage(found, asked, ({ cursor }) => cursor);
}

/** One difference, or null. */
export function findDifference(db: Database, id: number): Promise<LedgerDifference | null> {
  return db.maybeOne(sql.type(LedgerDifference)`select ${differenceColumns} from ledger_differences where id = ${id}`);
}

const DifferenceCount = z.object({
  kind: z.enum(DIFFERENCE_KINDS),
  state: z.enum(DIFFERENCE_STATES),
  count: z.number(),
});
/** How many differences of a kind are in a state. */
export type DifferenceCount = z.infer<typeof DifferenceCount>;

/** How many differences match, by kind and state. */
export function countDifferences(db: Database, filter: DifferenceFilter = {}): Promise<readonly DifferenceCount[]> {
  return db.any(sql.type(DifferenceCount)`
    select kind, state, count(*) as count
    from ledger_differences
    ${where(...differenceConditions(filter))}
    group by kind, state
    order by kind, state`);
}

/** The differences that match as an export writes them, the latest call first: one line for each field that differs. */
export function differencesToExport(filter: DifferenceFilter): FragmentSqlToken {
  return sql.fragment`
    select call_id, kind, state, occurred_at, one.field, one.there, one.here, since, asked_at, settled_at, settled_by, note
    from ledger_differences
    left join lateral jsonb_to_recordset(fields) as one (field text, there text, here text) on true
    ${where(...differenceConditions(filter))}
    order by occurred_at desc, id desc, one.field`;
}
