import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { RetentionRule } from "#app/db/keeping/retention-rules.server.ts";
import { isHeldRecording, keptUntil, ruledRecordings, ruleNumber } from "#app/db/keeping/rule-sql.server.ts";

/** What a rule holds, `rule` being its place from 0, null for no rule. `over`: kept long enough, and not on hold. */
export const RuleFigures = z.object({
  rule: z.number().nullable(),
  count: z.number(),
  bytes: z.number(),
  over_count: z.number(),
  over_bytes: z.number(),
  held_count: z.number(),
});
export type RuleFigures = z.infer<typeof RuleFigures>;

/** What these rules would hold of the archive, and what they would delete now. Reads every recording of the archive. */
export function measureRules(db: Database, rules: readonly RetentionRule[]): Promise<readonly RuleFigures[]> {
  return db.any(sql.type(RuleFigures)`
    with ruled as materialized (
      select ${ruleNumber(rules)} as rule, call_at, bytes, ${isHeldRecording} as is_held
      from ${ruledRecordings}
      where archived_recordings.state = 'archived'
    ), dated as (
      select *, ${keptUntil(rules, sql.fragment`rule`)} <= now() and not is_held as is_over from ruled
    )
    select rule, count(*) as count, coalesce(sum(bytes), 0)::int8 as bytes,
      count(*) filter (where is_over) as over_count,
      coalesce(sum(bytes) filter (where is_over), 0)::int8 as over_bytes,
      count(*) filter (where is_held) as held_count
    from dated
    group by rule
    order by rule nulls last`);
}

const Expired = z.object({ id: z.number(), call_id: z.string(), rule: z.number(), bytes: z.number() });
export type Expired = z.infer<typeof Expired>;

/** Some recordings that these rules keep no longer, the oldest first, locked. None where there is no rule. */
export function lockExpired(
  transaction: Database,
  rules: readonly RetentionRule[],
  most: number,
): Promise<readonly Expired[]> {
  const number = ruleNumber(rules);
  return transaction.any(sql.type(Expired)`
    select archived_recordings.id, archived_recordings.call_id, ${number} as rule, bytes
    from ${ruledRecordings}
    where archived_recordings.state in ('archived', 'lost') and ${keptUntil(rules, number)} <= now()
      and not ${isHeldRecording}
    order by call_at, archived_recordings.id
    limit ${most}
    for update of archived_recordings skip locked`);
}

const Kept = z.object({ rule: z.number().nullable(), until: z.date().nullable() });

/** The place of the rule that keeps a call's recordings, from 0, and until when; null where the call has none. */
export function findKept(
  db: Database,
  rules: readonly RetentionRule[],
  callId: string,
): Promise<z.infer<typeof Kept> | null> {
  const number = ruleNumber(rules);
  return db.maybeOne(sql.type(Kept)`
    select ${number} as rule, ${keptUntil(rules, number)} as until
    from ${ruledRecordings}
    where archived_recordings.call_id = ${callId} and archived_recordings.state <> 'deleted'
    limit 1`);
}
