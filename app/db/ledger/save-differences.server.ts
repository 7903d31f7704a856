import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { FieldDifference } from "#app/db/ledger/differences.server.ts";
import type { DifferenceKind } from "#app/lib/ledger-words.ts";

/** A difference as a comparison finds it. `body`: Convoso's row, null where it has none. */
export type FoundDifference = {
  callId: string;
  kind: DifferenceKind;
  occurredAt: Date;
  fields: FieldDifference[];
  body: Uint8Array | null;
  /** Whether the worker shall fix it, unless somebody accepted it. */
  isAutomatic: boolean;
};

/** A window's comparison: all the differences of the calls that it is about. */
export type Comparison = {
  windowStart: Date;
  askedAt: Date;
  found: readonly FoundDifference[];
  /** The calls that were compared and are the same on both sides. */
  equalCallIds: readonly string[];
};

const Counts = z.object({ fresh: z.number() });

/**
 * Notes what a comparison found, in the caller's transaction. What is found as it was keeps its state, accepted ones too;
 * what changed is open again. What is found no more is gone.
 * @returns how many are open that were not so before
 */
export async function saveComparison(db: Database, comparison: Comparison): Promise<number> {
  const { windowStart, askedAt, found, equalCallIds } = comparison;
  const [window, at] = [windowStart.toISOString(), askedAt.toISOString()];
  const rows = found.map(({ body, ...difference }) => ({
    ...difference,
    body: body && Buffer.from(body).toString("base64"),
  }));
  await db.query(sql.unsafe`
    update ledger_differences
    set state = 'gone', settled_at = ${at}::timestamptz, settled_by = null, is_automatic = false, body = null
    where state in ('open', 'accepted') and asked_at < ${at}::timestamptz
      and (window_start = ${window}::timestamptz or call_id = any(${sql.array([...equalCallIds], "text")}))
      and not call_id = any(${sql.array(found.map(({ callId }) => callId), "text")})`); // biome-ignore format: a statement
  if (rows.length === 0) return 0;
  const { fresh } = await db.one(sql.type(Counts)`
    with found as (
      select "callId" as call_id, kind, "occurredAt" as occurred_at, fields, decode(body, 'base64') as body,
        "isAutomatic" as is_automatic
      from json_to_recordset(${JSON.stringify(rows)}::json) as one (
        "callId" text, kind text, "occurredAt" timestamptz, fields jsonb, body text, "isAutomatic" boolean)
    ), saved as (
      insert into ledger_differences as kept
        (call_id, window_start, kind, occurred_at, fields, body, asked_at, since, is_automatic)
      select call_id, ${window}::timestamptz, kind, occurred_at, fields, body, ${at}::timestamptz, ${at}::timestamptz, is_automatic
      from found
      order by call_id
      on conflict (call_id) where state in ('open', 'accepted') do update
      set window_start = excluded.window_start, kind = excluded.kind, occurred_at = excluded.occurred_at,
        fields = excluded.fields, body = excluded.body, asked_at = excluded.asked_at,
        since = case when (kept.kind, kept.fields) = (excluded.kind, excluded.fields) then kept.since else excluded.since end,
        state = case when (kept.kind, kept.fields) = (excluded.kind, excluded.fields) then kept.state else 'open' end,
        settled_at = case when (kept.kind, kept.fields) = (excluded.kind, excluded.fields) then kept.settled_at end,
        settled_by = case when (kept.kind, kept.fields) = (excluded.kind, excluded.fields) then kept.settled_by end,
        note = case when (kept.kind, kept.fields) = (excluded.kind, excluded.fields) then kept.note end,
        event_id = case when (kept.kind, kept.fields) = (excluded.kind, excluded.fields) then kept.event_id end,
        is_automatic = excluded.is_automatic and not (
          kept.state = 'accepted' and (kept.kind, kept.fields) = (excluded.kind, excluded.fields))
      where kept.asked_at < excluded.asked_at
      returning state, since
    )
    select count(*) as fresh from saved where state = 'open' and since = ${at}::timestamptz`);
  return fresh;
}

/** Deletes the differences that were fixed, or were found no more, before a moment. @returns how many */
export async function deleteSettledDifferences(db: Database, before: Date): Promise<number> {
  const { rowCount } = await db.query(sql.unsafe`
    delete from ledger_differences
    where state in ('fixed', 'gone') and settled_at < ${before.toISOString()}::timestamptz`);
  return rowCount;
}
