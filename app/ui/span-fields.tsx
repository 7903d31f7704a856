import { FilterSelect, testChoices } from "#app/ui/filter-select.tsx";
import { MoreFilters } from "#app/ui/more-filters.tsx";
import { TimeFields } from "#app/ui/time-fields.tsx";

const ranges = [
  ["1d", "Today"],
  ["7d", "7 days"],
  ["90d", "90 days"],
  ["365d", "365 days"],
] as const;

/** The span of time that figures are shown for; `spanQuery` reads what these fields send. */
export function SpanFields() {
  return (
    <>
      <FilterSelect label="When" className="w-32" name="range" any="30 days" choices={ranges} />
      <MoreFilters names={["from", "to", "test"]}>
        <TimeFields />
        <FilterSelect label="Data" className="w-28" name="test" choices={testChoices} />
      </MoreFilters>
    </>
  );
}
