import { useSearchParams } from "@remix-run/react";
import type { Agent } from "#app/db/agents.server.ts";
import { FilterSelect, labelled, sinceChoices, testChoices } from "#app/ui/filter-select.tsx";
import { recordingStates } from "#app/ui/recording-badge.tsx";
import { TimeFields } from "#app/ui/time-fields.tsx";

type Props = { campaigns: string[]; dispositions: string[]; agents: readonly Agent[] };

/** The fields of the filter. What the URL asks for stays among the choices, even where no call has it. */
export function CallFilters({ campaigns, dispositions, agents }: Props) {
  const [query] = useSearchParams();
  const choices = (name: string, values: string[]) => {
    const asked = query.get(name);
    return [...new Set([...(asked ? [asked] : []), ...values])].map((value) => [value, value] as const);
  };
  const agentChoices = agents.map(({ id, name, agent_id }) => [String(id), name ?? agent_id ?? ""] as const);
  return (
    <>
      <FilterSelect label="Campaign" className="w-44" name="campaign" choices={choices("campaign", campaigns)} />
      <FilterSelect label="Agent" className="w-44" name="agent" choices={agentChoices} />
      <FilterSelect
        label="Disposition"
        className="w-32"
        name="disposition"
        choices={choices("disposition", dispositions)}
      />
      <FilterSelect label="Recording" className="w-36" name="recording" choices={labelled(recordingStates)} />
      <FilterSelect label="When" className="w-36" name="since" any="Any time" choices={sinceChoices} />
      <TimeFields />
      <FilterSelect label="Data" className="w-28" name="test" choices={testChoices} />
    </>
  );
}
