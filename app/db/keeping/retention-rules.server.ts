import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { Stage } from "#app/db/dispositions/dispositions.server.ts";
import { KEEP_UNITS } from "#app/lib/keep-words.ts";

/** How long recordings of some calls are kept: so many units, forever where both are null. Each null condition means any. */
export const RetentionRule = z.object({
  name: z.string(),
  keep_count: z.number().nullable(),
  keep_unit: z.enum(KEEP_UNITS).nullable(),
  disposition: z.string().nullable(),
  stage: Stage.nullable(),
  campaign: z.string().nullable(),
  list_id: z.string().nullable(),
  direction: z.string().nullable(),
  min_seconds: z.number().nullable(),
  max_seconds: z.number().nullable(),
});
export type RetentionRule = z.infer<typeof RetentionRule>;

/** All rules, in order: of those that a call meets, the first counts. */
export function listRules(db: Database): Promise<readonly RetentionRule[]> {
  return db.any(sql.type(RetentionRule)`
    select name, keep_count, keep_unit, disposition, stage, campaign, list_id, direction, min_seconds, max_seconds
    from retention_rules
    order by place`);
}

/** Puts these rules in place of all others, in the caller's transaction. */
export async function replaceRules(transaction: Database, rules: readonly RetentionRule[]): Promise<void> {
  await transaction.query(sql.unsafe`delete from retention_rules`);
  for (const [place, rule] of rules.entries()) {
    await transaction.query(sql.unsafe`
      insert into retention_rules (
        place, name, keep_count, keep_unit, disposition, stage, campaign, list_id, direction, min_seconds, max_seconds)
      values (${place + 1}, ${rule.name}, ${rule.keep_count}, ${rule.keep_unit}, ${rule.disposition}, ${rule.stage},
        ${rule.campaign}, ${rule.list_id}, ${rule.direction}, ${rule.min_seconds}, ${rule.max_seconds})`);
  }
}
