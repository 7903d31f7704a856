import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { RetentionRule } from "#app/db/keeping/retention-rules.server.ts";
import { keptUntil, ruledRecordings, ruleNumber } from "#app/db/keeping/rule-sql.server.ts";

const Share = z.object({ name: z.string().nullable(), count: z.number(), bytes: z.number() });
/** What of the archive belongs to a campaign, null for calls without one; or to a month such as 2026-11, of the call. */
export type Share = z.infer<typeof Share>;

const sums = sql.fragment`count(*) as count, coalesce(sum(bytes), 0)::int8 as bytes`;

/** The archive by campaign, the largest first. */
export function listByCampaign(db: Database, most: number): Promise<readonly Share[]> {
  return db.any(sql.type(Share)`
    select campaign as name, ${sums}
    from archived_recordings join calls using (call_id)
    where state = 'archived'
    group by campaign
    order by bytes desc, name
    limit ${most}`);
}

/** The archive by month of the call, the latest first. */
export function listByMonth(db: Database, most: number): Promise<readonly Share[]> {
  return db.any(sql.type(Share)`
    select to_char(call_at at time zone 'UTC', 'YYYY-MM') as name, ${sums}
    from archived_recordings
    where state = 'archived'
    group by 1
    order by 1 desc
    limit ${most}`);
}

const Growth = z.object({
  bytes: z.number(),
  count: z.number(),
  added_bytes: z.number(),
  added_count: z.number(),
  days: z.number(),
  ending_bytes: z.number(),
  year_bytes: z.number(),
});
/**
 * How the archive grows: what it has, what calls of the last 30 days (fewer where it is younger) brought, over how many
 * `days`; what of today's rules end within a year; and what a year at this rate adds and rules have not ended by then.
 */
export type Growth = z.infer<typeof Growth>;

export function measureGrowth(db: Database, rules: readonly RetentionRule[]): Promise<Growth> {
  const number = ruleNumber(rules);
  return db.one(sql.type(Growth)`
    with kept as (
      select bytes, call_at, call_at > now() - interval '30 days' as is_recent, ${keptUntil(rules, number)} as until
      from ${ruledRecordings}
      where archived_recordings.state = 'archived'
    ), span as (
      select greatest(1, least(30, extract(epoch from now() - min(call_at)) / 86400))::float8 as days from kept
    )
    select ${sums}, coalesce(max(days), 1) as days,
      coalesce(sum(bytes) filter (where is_recent), 0)::int8 as added_bytes,
      count(*) filter (where is_recent) as added_count,
      coalesce(sum(bytes) filter (where until <= now() + interval '1 year'), 0)::int8 as ending_bytes,
      coalesce(sum(bytes * least(365, coalesce(extract(epoch from until - call_at) / 86400, 365)))
        filter (where is_recent) / max(days), 0)::float8 as year_bytes
    from kept cross join span`);
}
