import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

// After a change of the dictionary the leads behind the calls of that code are brought in line, from the oldest call to the
// latest. Calls that come meanwhile are already judged by the new dictionary: the database does that.

/** Calls at a time: a moment's work, so that deliveries about the same leads hardly wait. */
const BATCH = 500;

/** How far one change has come. `code` is empty where it concerns all calls, and {@link WITHOUT} where those without one. `reached_at`: the time of the last call. */
export const ConversionSweep = z.object({
  code: z.string(),
  requested_at: z.date(),
  reached_at: z.date().nullable(),
  calls_seen: z.number(),
  leads_changed: z.number(),
});
export type ConversionSweep = z.infer<typeof ConversionSweep>;

/** Those that are not through yet, the oldest first. */
export function listOpenSweeps(db: Database): Promise<readonly ConversionSweep[]> {
  return db.any(sql.type(ConversionSweep)`
    select code, requested_at, reached_at, calls_seen, leads_changed
    from conversion_sweeps
    where finished_at is null
    order by requested_at, code`);
}

/** Has the leads behind the calls of a code looked at, from the start where that was already under way. */
export async function restartSweep(db: Database, code: string): Promise<void> {
  await db.query(sql.unsafe`
    insert into conversion_sweeps (code) values (${code})
    on conflict (code) do update
    set requested_at = now(), reached_at = null, reached_call_id = null, calls_seen = 0, leads_changed = 0,
      finished_at = null`);
}

/** The sweep of the calls that have no disposition. No code is in small letters. */
const WITHOUT = "no disposition";

function callsOf(code: string): FragmentSqlToken {
  if (code === "") return sql.fragment``;
  if (code === WITHOUT) return sql.fragment`upper(disposition) is null and`;
  return sql.fragment`upper(disposition) = ${code} and`;
}

const Next = z.object({ code: z.string(), reached_at: z.string(), reached_call_id: z.string() });

/**
 * Brings the leads of the next few calls in line and notes how far it came. It needs its own transaction.
 * @returns false where nothing is left to do, or another worker is at it
 */
export async function sweepOnce(db: Database): Promise<boolean> {
  const next = await db.maybeOne(sql.type(Next)`
    select code, coalesce(reached_at, '-infinity')::text as reached_at, coalesce(reached_call_id, '') as reached_call_id
    from conversion_sweeps
    where finished_at is null
    order by requested_at, code
    limit 1
    for update skip locked`);
  if (next === null) return false;
  await db.query(sql.unsafe`
    with next as materialized (
      select call_id, contact_id, occurred_at
      from calls
      where ${callsOf(next.code)} (occurred_at, call_id) > (${next.reached_at}::timestamptz, ${next.reached_call_id})
      order by occurred_at, call_id
      limit ${BATCH}
    ), last as (
      select occurred_at, call_id from next order by occurred_at desc, call_id desc limit 1
    ), settled as materialized (
      select settle_conversions(ids, ids) as changed
      from (select array_agg(distinct contact_id) as ids from next where contact_id is not null) as leads
      where ids is not null
    )
    update conversion_sweeps
    set reached_at = coalesce((select occurred_at from last), reached_at),
      reached_call_id = coalesce((select call_id from last), reached_call_id),
      calls_seen = calls_seen + (select count(*) from next),
      leads_changed = leads_changed + coalesce((select changed from settled), 0),
      finished_at = case when (select count(*) from next) < ${BATCH} then now() end
    where code = ${next.code}`);
  return true;
}
