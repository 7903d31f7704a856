import { useSearchParams } from "@remix-run/react";
import { conversions } from "#app/ui/conversion-badge.tsx";
import { Input } from "#app/ui/field.tsx";
import { FilterSelect, labelled, testChoices } from "#app/ui/filter-select.tsx";
import { MoreFilters } from "#app/ui/more-filters.tsx";
import { TimeFields } from "#app/ui/time-fields.tsx";

type Props = { campaigns: string[]; lists: string[]; states: string[] };

const asChoices = (values: string[]) => values.map((value) => [value, value] as const);

/** The fields of the search. */
export function LeadFilters({ campaigns, lists, states }: Props) {
  const [query] = useSearchParams();
  return (
    <>
      <Input
        label="Search"
        type="search"
        placeholder="Name, phone, e-mail or lead id"
        className="w-72"
        name="search"
        defaultValue={query.get("search") ?? ""}
      />
      <FilterSelect
        label="Conversion"
        className="w-36"
        name="conversion"
        choices={[["reached", "Any but new"], ...labelled(conversions)]}
      />
      <FilterSelect label="Campaign" className="w-44" name="campaign" choices={asChoices(campaigns)} keepsAsked />
      <MoreFilters names={["list", "state", "from", "to", "test"]}>
        <FilterSelect label="List" className="w-32" name="list" choices={asChoices(lists)} keepsAsked />
        <FilterSelect label="State" className="w-28" name="state" choices={asChoices(states)} keepsAsked />
        <TimeFields />
        <FilterSelect label="Data" className="w-28" name="test" choices={testChoices} />
      </MoreFilters>
    </>
  );
}
