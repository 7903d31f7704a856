import type { Team } from "#app/db/agents/agent-figures.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { ConversionRate } from "#app/ui/conversion-rate.tsx";

/** What all agents who reached somebody came to together, to compare one with. */
export function TeamLine({ team }: { team: Team }) {
  if (team.agents === 0) return null;
  const average = (count: number) => formatNumber(Math.round((count / team.agents) * 10) / 10);
  const facts = {
    "Agents who reached somebody": formatNumber(team.agents),
    "Calls of the team": `${formatNumber(team.call_count)}, ${average(team.call_count)} an agent`,
    Sales: `${formatNumber(team.sale_count)}, ${average(team.sale_count)} an agent`,
    Conversion: <ConversionRate sales={team.sale_count} reached={team.reached_count} />,
  };
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 border-b border-line px-4 py-3 text-sm">
      {Object.entries(facts).map(([name, value]) => (
        <div key={name}>
          <dt className="text-xs text-ink-faint">{name}</dt>
          <dd className="font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
