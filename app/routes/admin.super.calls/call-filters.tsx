import { useSearchParams } from "@remix-run/react";
import type { Agent } from "#app/db/agents/agents.server.ts";
import { CALL_ORDERS } from "#app/lib/call-orders.ts";
import { DIRECTIONS } from "#app/lib/directions.ts";
import { RECORDING_FILTERS } from "#app/lib/recording-states.ts";
import type { FilterWords } from "#app/ui/chips.ts";
import { Input } from "#app/ui/fields.tsx";
import { FilterSelect, MoreFilters, RangeFields, testChoices } from "#app/ui/filter-fields.tsx";
import { PickMany } from "#app/ui/pick-many.tsx";

type Choices = {
  campaigns: { value: string; label: string }[];
  dispositions: { code: string; name: string | null }[];
  agents: readonly Agent[];
};

const nameless = [
  ["campaign", "Campaign"],
  ["disposition", "Disposition"],
  ["agent", "Agent"],
] as const;

const otherOrders = Object.entries(CALL_ORDERS).filter(([order]) => order !== "latest");
const recordings = Object.entries(RECORDING_FILTERS);

/** What the filters of calls and their values are called. */
export function callFilterWords({ campaigns, dispositions, agents }: Choices) {
  return {
    search: { label: "Search" },
    campaign: { label: "Campaign", values: campaigns.map(({ value, label }) => [value, label]) },
    agent: { label: "Agent", values: agents.map(({ id, name, agent_id }) => [String(id), name ?? agent_id ?? ""]) },
    disposition: {
      label: "Disposition",
      values: dispositions.map(({ code, name }) => [code, name === null ? code : `${code} ${name}`]),
    },
    recording: { label: "Recording", values: recordings },
    direction: { label: "Direction", values: DIRECTIONS },
    longer: { label: "Seconds at least" },
    shorter: { label: "Seconds at most" },
    without: { label: "Missing", values: nameless },
    test: { label: "Data", values: testChoices },
    lead: { label: "Lead" },
  } satisfies FilterWords;
}

/** The filters of the Calls list. */
export function CallFilters({ words }: { words: ReturnType<typeof callFilterWords> }) {
  const [query] = useSearchParams();
  const length = (label: string, name: string) => (
    <Input
      {...{ label, name }}
      type="number"
      min={0}
      max={999_999}
      className="w-28"
      defaultValue={query.get(name) ?? ""}
    />
  );
  const many = (name: "campaign" | "agent" | "disposition" | "recording" | "direction", className: string) => (
    <PickMany label={words[name].label} choices={words[name].values} {...{ name, className }} />
  );
  return (
    <>
      {query.get("lead") && <input type="hidden" name="lead" value={query.get("lead") ?? ""} />}
      {many("campaign", "w-44")}
      {many("agent", "w-44")}
      {many("disposition", "w-44")}
      {many("recording", "w-36")}
      <RangeFields />
      <MoreFilters names={["direction", "longer", "shorter", "without", "test", "sort"]}>
        {many("direction", "w-32")}
        {length("Min. length (s)", "longer")}
        {length("Max. length (s)", "shorter")}
        <FilterSelect label="Missing" className="w-32" name="without" any="–" choices={nameless} />
        <FilterSelect label="Data" className="w-28" name="test" choices={testChoices} />
        <FilterSelect label="Order" className="w-40" name="sort" any={CALL_ORDERS.latest} choices={otherOrders} />
      </MoreFilters>
    </>
  );
}
