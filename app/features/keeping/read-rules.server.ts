import { z } from "zod";
import { RetentionRule } from "#app/db/keeping/retention-rules.server.ts";
import { KEEP_UNITS } from "#app/lib/keep-words.ts";
import { inPlainWords } from "#app/lib/read-fields.ts";
import { fromRulesText } from "#app/lib/rules-text.ts";

const MOST_RULES = 50;
const LONGEST = { days: 36_500, months: 1_200, years: 100 };

const text = z
  .string()
  .trim()
  .max(200)
  .transform((value) => value || null);
const seconds = z
  .string()
  .trim()
  .regex(/^\d{0,6}$/, "Enter lengths in whole seconds.")
  .transform((value) => (value === "" ? null : Number(value)));

/** A rule as the form sends it. */
const SentRule = z
  .object({
    name: z.string().trim().min(1, "Give each rule a name.").max(100, "Names have at most 100 characters."),
    count: z.string().trim(),
    unit: z.enum([...KEEP_UNITS, "ever"]),
    disposition: text,
    stage: z.enum(["", "not_contacted", "contacted", "converted", "lost"]).transform((value) => value || null),
    campaign: text,
    list: text,
    direction: text,
    longer: seconds,
    shorter: seconds,
  })
  .transform(({ name, count, unit, list, longer, shorter, ...conditions }, context): RetentionRule => {
    const number = Number(count);
    if (unit !== "ever" && !(/^\d+$/.test(count) && number >= 1 && number <= LONGEST[unit])) {
      context.addIssue(`Enter how long “${name}” is kept: a whole number, at most 100 years.`);
    }
    const keep = unit === "ever" ? { keep_count: null, keep_unit: null } : { keep_count: number, keep_unit: unit };
    return { name, ...keep, ...conditions, list_id: list, min_seconds: longer, max_seconds: shorter };
  });

const IN_WORDS = inPlainWords({ unit: "Keep for", stage: "Stage", disposition: "Disposition", campaign: "Campaign" });

const FIELDS = ["name", "count", "unit", "disposition", "stage", "campaign", "list", "direction", "longer", "shorter"];

/** The rules of the form in the order that it gives them, as they were typed, and what is wrong with them. Rows without a name and a time are left out. */
export function readRulesForm(form: FormData): { typed: TypedRule[]; rules: RetentionRule[]; faults: string[] } {
  const all = (field: string) => form.getAll(field).map(String);
  const columns = Object.fromEntries([...FIELDS, "order"].map((field) => [field, all(field)]));
  const typed = all("name")
    .slice(0, MOST_RULES)
    .map((_, row) => Object.fromEntries(Object.entries(columns).map(([field, values]) => [field, values[row] ?? ""])))
    .filter(({ name, count }) => name?.trim() || count?.trim())
    .sort((one, other) => Number(one.order || 1e9) - Number(other.order || 1e9)) as TypedRule[];
  const read = typed.map((row) => SentRule.safeParse(row, IN_WORDS));
  const faults = read.flatMap(({ error }) => error?.issues.map(({ message }) => message) ?? []);
  return { typed, rules: read.flatMap(({ data }) => data ?? []), faults: [...new Set(faults)] };
}

/** A rule as the form shows it. */
export type TypedRule = Record<
  | "order"
  | "name"
  | "count"
  | "unit"
  | "disposition"
  | "stage"
  | "campaign"
  | "list"
  | "direction"
  | "longer"
  | "shorter",
  string
>;

/** The rules of a preview that is to be saved; null where the text was changed on the way. */
export function readRulesText(sent: unknown): RetentionRule[] | null {
  try {
    return z
      .array(RetentionRule)
      .max(MOST_RULES)
      .parse(fromRulesText(String(sent)));
  } catch {
    return null;
  }
}
