import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** A call as one that may lack its disposition. `isOver`: neither going on nor just begun, as far as the portal knows. */
const Flagged = z.object({
  at: z.date(),
  campaign: z.string().nullable(),
  calls: z.literal(1),
  without: z.union([z.literal(0), z.literal(1)]),
  is_over: z.boolean(),
});
export type Flagged = z.infer<typeof Flagged>;

type Asked = { before: Date; from?: Date; campaign?: string };

/** The real ones among the latest `limit` calls before a moment, the oldest first. */
export async function listFlagged(db: Database, limit: number, asked: Asked): Promise<readonly Flagged[]> {
  const latest = await db.any(sql.type(Flagged)`
    select at, campaign, 1 as calls, without, is_over
    from (
      select occurred_at as at, call_id, campaign, is_test, (upper(disposition) is null)::int as without,
        disposition is not null or coalesce(duration_seconds, 0) > 0 or ended_at is not null
          or occurred_at < now() - interval '1 hour' as is_over
      from calls
      where occurred_at < ${asked.before.toISOString()}::timestamptz and ${isAsked(asked)}
      order by occurred_at desc, call_id desc
      limit ${limit}
    ) as latest
    where not is_test
    order by at desc, call_id desc`);
  return latest.toReversed();
}

function isAsked({ from, campaign }: Asked): FragmentSqlToken {
  const isAfter = from ? sql.fragment`occurred_at >= ${from.toISOString()}::timestamptz` : sql.fragment`true`;
  const isOfIt = campaign === undefined ? sql.fragment`true` : sql.fragment`campaign = ${campaign}`;
  return sql.fragment`${isAfter} and ${isOfIt}`;
}
