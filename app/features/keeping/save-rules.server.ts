import type { Database } from "#app/db/connection/pool.server.ts";
import { lockKeeping } from "#app/db/keeping/lock-keeping.server.ts";
import { listRules, type RetentionRule, replaceRules } from "#app/db/keeping/retention-rules.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { keepWords } from "#app/lib/keep-words.ts";
import { rulesText } from "#app/lib/rules-text.ts";

/**
 * Puts these rules in place of those that are in use, and audits both.
 * @param basedOn the rules that the admin changed, as {@link rulesText}
 * @returns "overtaken" where somebody else changed them in the meantime
 */
export function saveRules(
  db: Database,
  rules: readonly RetentionRule[],
  basedOn: string,
  admin: Admin,
): Promise<"saved" | "same" | "overtaken"> {
  return db.transaction(async (transaction) => {
    await lockKeeping(transaction, { change: true });
    const was = await listRules(transaction);
    if (rulesText(was) !== basedOn) return "overtaken";
    if (rulesText(rules) === basedOn) return "same";
    await replaceRules(transaction, rules);
    const details = { rules: rules.map(inWords), was: was.map(inWords) };
    await recordAudit(transaction, { ...admin, action: "change retention rules", details });
    return "saved";
  });
}

/** A rule for the audit log, without what it does not say. */
function inWords(rule: RetentionRule): Record<string, unknown> {
  const { name, keep_count: _count, keep_unit: _unit, ...conditions } = rule;
  const given = Object.entries(conditions).filter(([, value]) => value !== null);
  return { name, keep: keepWords(rule), ...Object.fromEntries(given) };
}
