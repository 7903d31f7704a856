import { useSearchParams } from "@remix-run/react";
import type { Agent } from "#app/db/agents.server.ts";
import { Input } from "#app/ui/field.tsx";
import { FilterSelect, labelled, sinceChoices, testChoices } from "#app/ui/filter-select.tsx";
import { MoreFilters } from "#app/ui/more-filters.tsx";
import { recordingStates } from "#app/ui/recording-badge.tsx";
import { TimeFields } from "#app/ui/time-fields.tsx";

type Props = { campaigns: string[]; dispositions: { code: string; name: string | null }[]; agents: readonly Agent[] };

/** The four that Convoso sends; another word can still be asked for in the address. */
const directions = [
  ["outbound", "Outbound"],
  ["inbound", "Inbound"],
  ["manual", "Manual"],
  ["3way", "3-way"],
] as const;

const nameless = [
  ["campaign", "Campaign"],
  ["disposition", "Disposition"],
  ["agent", "Agent"],
] as const;

/** The fields of the filter. */
export function CallFilters({ campaigns, dispositions, agents }: Props) {
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
  return (
    <>
      {query.get("lead") && <input type="hidden" name="lead" value={query.get("lead") ?? ""} />}
      <FilterSelect
        label="Campaign"
        className="w-44"
        name="campaign"
        choices={campaigns.map((name) => [name, name])}
        keepsAsked
      />
      <FilterSelect
        label="Agent"
        className="w-44"
        name="agent"
        choices={agents.map(({ id, name, agent_id }) => [String(id), name ?? agent_id ?? ""])}
        keepsAsked
      />
      <FilterSelect
        label="Disposition"
        className="w-44"
        name="disposition"
        choices={dispositions.map(({ code, name }) => [code, name === null ? code : `${code} ${name}`])}
        keepsAsked
      />
      <FilterSelect label="Recording" className="w-36" name="recording" choices={labelled(recordingStates)} />
      <FilterSelect label="When" className="w-36" name="since" any="Any time" choices={sinceChoices} />
      <MoreFilters names={["from", "to", "direction", "longer", "shorter", "without", "test"]}>
        <TimeFields />
        <FilterSelect label="Direction" className="w-32" name="direction" choices={directions} keepsAsked />
        {length("At least (s)", "longer")}
        {length("At most (s)", "shorter")}
        <FilterSelect label="Names no" className="w-32" name="without" any="–" choices={nameless} />
        <FilterSelect label="Data" className="w-28" name="test" choices={testChoices} />
      </MoreFilters>
    </>
  );
}
