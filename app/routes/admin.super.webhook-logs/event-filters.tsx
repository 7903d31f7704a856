import { useSearchParams } from "@remix-run/react";
import type { ProblemCount } from "#app/db/deliveries/problem-counts.server.ts";
import { DESTINATION_WORDS } from "#app/lib/endpoints.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { PROBLEMS } from "#app/lib/problems.ts";
import { outcomes } from "#app/ui/badges.tsx";
import type { FilterWords } from "#app/ui/chips.ts";
import { Input } from "#app/ui/fields.tsx";
import { FilterSelect, labelled, RangeFields, testChoices } from "#app/ui/filter-fields.tsx";
import { PickMany } from "#app/ui/pick-many.tsx";

const addresses = [
  ["yes", "Wrong address"],
  ["no", "Right address"],
] as const;

/** What the filters of deliveries and their values are called. */
export function eventFilterWords(problems: readonly ProblemCount[]) {
  return {
    search: { label: "Search" },
    type: { label: "Type", values: Object.entries(DESTINATION_WORDS) },
    outcome: { label: "Outcome", values: labelled(outcomes) },
    misrouted: { label: "Address", values: addresses },
    problem: {
      label: "Problem",
      values: problems.map(({ code, count }) => [code, `${PROBLEMS[code].title} (${formatNumber(count)})`]),
    },
    test: { label: "Data", values: testChoices },
    source: { label: "Source" },
  } satisfies FilterWords;
}

/** The filters of the Webhook Logs. */
export function EventFilters({ words }: { words: ReturnType<typeof eventFilterWords> }) {
  const [query] = useSearchParams();
  const many = (name: "type" | "outcome" | "problem", className: string) => (
    <PickMany label={words[name].label} choices={words[name].values} {...{ name, className }} />
  );
  return (
    <>
      {many("type", "w-28")}
      {many("outcome", "w-32")}
      <FilterSelect label="Address" className="w-32" name="misrouted" choices={addresses} />
      {many("problem", "w-44")}
      <FilterSelect label="Data" className="w-28" name="test" choices={testChoices} />
      <RangeFields label="Received" />
      <Input
        label="Source"
        className="w-28"
        name="source"
        placeholder="203.0.113.*"
        defaultValue={query.get("source") ?? ""}
      />
    </>
  );
}
