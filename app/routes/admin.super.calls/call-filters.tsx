import { useSearchParams } from "@remix-run/react";
import type { Agent } from "#app/db/agents.server.ts";
import { Select } from "#app/ui/field.tsx";
import { recordingStates } from "#app/ui/recording-badge.tsx";

type Props = { campaigns: string[]; dispositions: string[]; agents: readonly Agent[] };

/** The fields of the filter. What the URL asks for stays among the choices, even where no call has it. */
export function CallFilters({ campaigns, dispositions, agents }: Props) {
  const [query] = useSearchParams();
  const given = (name: string) => ({ name, defaultValue: query.get(name) ?? "" });
  const options = (name: string, choices: string[]) => {
    const asked = query.get(name);
    return [...new Set([...(asked ? [asked] : []), ...choices])].map((choice) => (
      <option key={choice} value={choice}>
        {choice}
      </option>
    ));
  };
  return (
    <>
      <Select label="Campaign" className="w-44" {...given("campaign")}>
        <option value="">All</option>
        {options("campaign", campaigns)}
      </Select>
      <Select label="Agent" className="w-44" {...given("agent")}>
        <option value="">All</option>
        {agents.map((agent) => (
          <option key={agent.id} value={agent.id}>
            {agent.name ?? agent.agent_id}
          </option>
        ))}
      </Select>
      <Select label="Disposition" className="w-32" {...given("disposition")}>
        <option value="">All</option>
        {options("disposition", dispositions)}
      </Select>
      <Select label="Recording" className="w-36" {...given("recording")}>
        <option value="">All</option>
        {Object.entries(recordingStates).map(([value, { label }]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
      <Select label="When" className="w-36" {...given("since")}>
        <option value="">Any time</option>
        <option value="1h">Last hour</option>
        <option value="24h">Last 24 hours</option>
        <option value="7d">Last 7 days</option>
      </Select>
      <Select label="Data" className="w-28" {...given("test")}>
        <option value="">All</option>
        <option value="no">Real</option>
        <option value="yes">Test</option>
      </Select>
    </>
  );
}
