import { useSearchParams } from "@remix-run/react";
import { FIELD_LABELS } from "#app/lib/ledger-labels.ts";
import { Input } from "#app/ui/fields.tsx";
import { FilterSelect, labelled } from "#app/ui/filter-fields.tsx";
import { differenceKinds, differenceStates } from "#app/ui/ledger.tsx";

/** The filters of the differences; the day or hour that is open stays. */
export function DifferenceFilters() {
  const [query] = useSearchParams();
  return (
    <>
      {["day", "hour", "fix", "result"].map(
        (name) => query.get(name) && <input key={name} type="hidden" name={name} value={query.get(name) ?? ""} />,
      )}
      <FilterSelect label="State" className="w-32" name="state" choices={labelled(differenceStates)} />
      <FilterSelect label="Kind" className="w-40" name="kind" choices={labelled(differenceKinds)} />
      <FilterSelect label="Field" className="w-36" name="field" choices={Object.entries(FIELD_LABELS)} />
      <Input label="Call id" name="call" className="w-44" defaultValue={query.get("call") ?? ""} autoComplete="off" />
    </>
  );
}
