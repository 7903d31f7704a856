import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { RecordingSearch, searchColumns, searchTables } from "#app/db/recordings/pending-recording-queue.server.ts";

/** A search for a first link. `hasStart`: somebody said when the call started; otherwise `occurredAt` is its end, or later. */
const OpenSearch = RecordingSearch.extend({ nextTryAt: z.date(), hasStart: z.boolean() });
export type OpenSearch = z.infer<typeof OpenSearch>;

const selectOpen = sql.fragment`
  select ${searchColumns}, calls.started_at is not null as "hasStart"
  from ${searchTables}
  where pending.state in ('waiting', 'blocked') and calls.recording_url is null
    and pending.call_id not like 'derived:%'`;

/** The searches whose next try is due before a moment, the earliest call first. */
export async function listDueSearches(db: Database, before: Date, most: number): Promise<readonly OpenSearch[]> {
  const due = await db.any(sql.type(OpenSearch)`
    ${selectOpen} and pending.next_try_at <= ${before.toISOString()}::timestamptz
    order by pending.next_try_at
    limit ${most}`);
  return due.toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
}

/** The open searches of calls that occurred from a moment on and before another one, due or not. */
export function listSearchesWithin(db: Database, from: Date, to: Date, most: number): Promise<readonly OpenSearch[]> {
  return db.any(sql.type(OpenSearch)`
    ${selectOpen} and calls.occurred_at >= ${from.toISOString()}::timestamptz
      and calls.occurred_at < ${to.toISOString()}::timestamptz
    order by calls.occurred_at
    limit ${most}`);
}

/** What it takes to find a call in a span of Convoso's log. */
const CallInLog = OpenSearch.pick({ callId: true, occurredAt: true, durationSeconds: true, hasStart: true });
export type CallInLog = z.infer<typeof CallInLog>;

/** Of these calls those that have an id of Convoso, the earliest first. */
export function listCallsInLog(db: Database, callIds: readonly string[]): Promise<readonly CallInLog[]> {
  return db.any(sql.type(CallInLog)`
    select call_id as "callId", occurred_at as "occurredAt", duration_seconds as "durationSeconds",
      started_at is not null as "hasStart"
    from calls
    where call_id = any(${sql.array([...callIds], "text")}) and call_id not like 'derived:%'
    order by occurred_at`);
}

const Moment = z.object({ at: z.date() });

/** When the call occurred that follows so many others from a moment on; null where there are not so many. */
export function findCallAfter(db: Database, from: Date, others: number): Promise<Date | null> {
  return db.maybeOneFirst(sql.type(Moment)`
    select occurred_at as at from calls
    where occurred_at >= ${from.toISOString()}::timestamptz
    order by occurred_at, call_id
    offset ${others}
    limit 1`);
}

/** When the call occurred that so many others followed until a moment; null where there are not so many. */
export function findCallBefore(db: Database, until: Date, others: number): Promise<Date | null> {
  return db.maybeOneFirst(sql.type(Moment)`
    select occurred_at as at from calls
    where occurred_at < ${until.toISOString()}::timestamptz
    order by occurred_at desc, call_id desc
    offset ${others}
    limit 1`);
}

const Count = z.object({ count: z.number() });

/** How many calls occurred from a moment on and before another one; not more than `most`. */
export function countCallsWithin(db: Database, from: Date, to: Date, most: number): Promise<number> {
  return db.oneFirst(sql.type(Count)`
    select count(*) as count
    from (
      select from calls
      where occurred_at >= ${from.toISOString()}::timestamptz and occurred_at < ${to.toISOString()}::timestamptz
      limit ${most}
    ) as within`);
}
