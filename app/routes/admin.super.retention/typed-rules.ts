import type { RetentionRule } from "#app/db/keeping/retention-rules.server.ts";
import type { TypedRule } from "#app/features/keeping/read-rules.server.ts";

/** Rules as the form shows them. */
export function typedRules(rules: readonly RetentionRule[]): TypedRule[] {
  return rules.map((rule, place) => ({
    order: String(place + 1),
    name: rule.name,
    count: rule.keep_count === null ? "" : String(rule.keep_count),
    unit: rule.keep_unit ?? "ever",
    disposition: rule.disposition ?? "",
    stage: rule.stage ?? "",
    campaign: rule.campaign ?? "",
    list: rule.list_id ?? "",
    direction: rule.direction ?? "",
    longer: rule.min_seconds === null ? "" : String(rule.min_seconds),
    shorter: rule.max_seconds === null ? "" : String(rule.max_seconds),
  }));
}

/** An empty row for another rule. */
export const emptyRule = (place: number): TypedRule => ({
  ...{ order: String(place), name: "", count: "", unit: "years", disposition: "", stage: "", campaign: "" },
  ...{ list: "", direction: "", longer: "", shorter: "" },
});
