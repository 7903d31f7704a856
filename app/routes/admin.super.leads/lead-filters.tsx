import { useSearchParams } from "@remix-run/react";
import { conversions } from "#app/ui/badges.tsx";
import type { FilterWords } from "#app/ui/chips.ts";
import { Input } from "#app/ui/fields.tsx";
import { FilterSelect, labelled, MoreFilters, RangeFields, testChoices } from "#app/ui/filter-fields.tsx";
import { PickMany } from "#app/ui/pick-many.tsx";

type Named = { value: string; label: string };
type Choices = { campaigns: Named[]; lists: Named[]; states: string[] };

const named = (choices: Named[]) => choices.map(({ value, label }) => [value, label] as const);
const asChoices = (values: string[]) => values.map((value) => [value, value] as const);

/** What the filters of leads and their values are called. */
export function leadFilterWords({ campaigns, lists, states }: Choices) {
  return {
    search: { label: "Search" },
    conversion: { label: "Conversion", values: [["reached", "Not new"], ...labelled(conversions)] },
    campaign: { label: "Campaign", values: named(campaigns) },
    list: { label: "List", values: named(lists) },
    state: { label: "State", values: asChoices(states) },
    test: { label: "Data", values: testChoices },
  } satisfies FilterWords;
}

export function LeadSearch() {
  const [query] = useSearchParams();
  return (
    <Input
      label="Search"
      type="search"
      placeholder="Name, phone, e-mail, lead id or note"
      className="w-72 max-md:min-w-0 max-md:flex-1"
      name="search"
      defaultValue={query.get("search") ?? ""}
    />
  );
}

/** The filters of the Leads list. */
export function LeadFilters({ words }: { words: ReturnType<typeof leadFilterWords> }) {
  const many = (name: "conversion" | "campaign" | "list" | "state", className: string) => (
    <PickMany label={words[name].label} choices={words[name].values} {...{ name, className }} />
  );
  return (
    <>
      {many("conversion", "w-36")}
      {many("campaign", "w-44")}
      <RangeFields label="Received" />
      <MoreFilters names={["list", "state", "test"]}>
        {many("list", "w-32")}
        {many("state", "w-28")}
        <FilterSelect label="Data" className="w-28" name="test" choices={testChoices} />
      </MoreFilters>
    </>
  );
}
