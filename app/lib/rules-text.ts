const KEYS = [
  "name", "keep_count", "keep_unit", "disposition", "stage", "campaign", "list_id", "direction", "min_seconds", "max_seconds",
] as const; // biome-ignore format: a list

type Rule = { [key in (typeof KEYS)[number]]: unknown };

/** Retention rules as a text that is the same for the same rules. A form carries it from the preview to the save. */
export function rulesText(rules: readonly Rule[]): string {
  return JSON.stringify(rules.map((rule) => KEYS.map((key) => rule[key])));
}

/** The rules of {@link rulesText}, unchecked. @throws where it is no such text */
export function fromRulesText(text: string): unknown[] {
  const rows = JSON.parse(text) as unknown[][];
  return rows.map((values) => Object.fromEntries(KEYS.map((key, place) => [key, values[place]])));
}
