import { TIME_PRESETS } from "#app/lib/time-presets.ts";
import type { ClockSettings } from "#app/ui/time.tsx";

/** What a filter is called, and its values where they are not called as the address has them. */
export type FilterWords = Record<
  string,
  { label: string; values?: readonly (readonly [value: string, label: string])[] }
>;

/** A picked filter in words, and the address without it. */
export type Chip = { text: string; without: string };

/**
 * What the address of a list picks, in words: "Campaign: Solar", "Agent is not: Jane Roe", "When: Today". Names without words
 * are left out.
 */
export function chipsOf(search: string, words: FilterWords, { timeZone }: Pick<ClockSettings, "timeZone">): Chip[] {
  const query = new URLSearchParams(search);
  const chips: Chip[] = [];
  for (const [name, { label, values = [] }] of Object.entries(words)) {
    const isNot = query.get(`${name}_is`) === "not";
    for (const value of new Set(query.getAll(name).filter((text) => text !== ""))) {
      const said = values.find(([each]) => each === value)?.[1] ?? value;
      chips.push({
        text: `${label}${isNot ? " is not" : ""}: ${said}`,
        without: addressWithout(query, [[name, value]]),
      });
    }
  }
  const range = query.get("range") ?? "";
  if (range in TIME_PRESETS) {
    chips.push({
      text: `When: ${TIME_PRESETS[range as keyof typeof TIME_PRESETS]}`,
      without: addressWithout(query, TIMES),
    });
    return chips;
  }
  const zone = query.get("zone") ?? "";
  const edge = (name: string) => [query.get(name), query.get(`${name}_time`)].filter(Boolean).join(" ");
  for (const [name, word] of [
    ["from", "From"],
    ["to", "Until"],
  ] as const) {
    if (edge(name) === "") continue;
    const text = `${word}: ${edge(name)}${zone === "" || zone === timeZone ? "" : ` (${zone})`}`;
    chips.push({ text, without: addressWithout(query, [[name], [`${name}_time`]]) });
  }
  return chips;
}

const TIMES: [string][] = [["range"], ["from"], ["from_time"], ["to"], ["to_time"], ["zone"]];

/** The address without these names, or only these values of them; from its first page. */
function addressWithout(query: URLSearchParams, gone: readonly (readonly [name: string, value?: string])[]): string {
  const next = new URLSearchParams(query);
  for (const [name, value] of gone) next.delete(name, value);
  for (const [name] of gone) if (!next.has(name)) next.delete(`${name}_is`);
  for (const name of ["before", "after"]) next.delete(name);
  return `?${next}`;
}
