import type { AgentFigures, Team } from "#app/db/agents/agent-figures.server.ts";
import type { Span } from "#app/db/figures/figures.server.ts";
import { formatDuration, formatNumber } from "#app/lib/format-number.ts";
import { wilson } from "#app/lib/wilson.ts";
import { Badge } from "#app/ui/badges.tsx";
import { ConversionRate, ENOUGH_TO_COMPARE } from "#app/ui/conversion-rate.tsx";
import { AgentLink, CallCount } from "#app/ui/links.tsx";
import { Sparkline } from "#app/ui/sparkline.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";

/** An agent's figures, with the sales of each part of the period. */
export type ShownAgent = AgentFigures & { trend: number[] };

type Props = {
  agents: ShownAgent[];
  team: Team;
  span: Span;
  /** The codes that mean a sale. */
  saleCodes: string[];
  /** What the page is narrowed to, as the Calls list takes it. */
  scope: Record<string, string>;
};

/** Agents and their activity in the period. */
export function AgentsTable({ agents, team, span, saleCodes, scope }: Props) {
  const queryOf = ({ id }: AgentFigures) => ({ agent: String(id), ...spanInQuery(span), ...scope });
  const columns: Column<ShownAgent>[] = [
    {
      header: "Agent",
      isText: true,
      cell: ({ id, name, agent_id, is_test }) => (
        <span className="flex flex-wrap items-center gap-x-2">
          <AgentLink id={id} name={name ?? agent_id} />
          {is_test && <Badge>Test</Badge>}
          {name !== null && agent_id !== null && <span className="w-full text-xs text-ink-faint">{agent_id}</span>}
        </span>
      ),
    },
    {
      header: "Sales",
      align: "end",
      cell: (agent) => <CallCount count={agent.sale_count} query={queryOf(agent)} dispositions={saleCodes} />,
    },
    { header: "Trend of sales", cell: ({ trend }) => <Sparkline counts={trend} many="sales" /> },
    {
      header: "Conversion",
      align: "end",
      cell: (agent) => (
        <>
          <ConversionRate sales={agent.sale_count} reached={agent.reached_count} />
          <Compared {...{ agent, team }} />
        </>
      ),
    },
    { header: "Reached", align: "end", cell: ({ reached_count }) => formatNumber(reached_count) },
    { header: "Calls", align: "end", cell: (agent) => <CallCount count={agent.call_count} query={queryOf(agent)} /> },
    { header: "Talk time", align: "end", cell: ({ seconds }) => formatDuration(seconds) },
    {
      header: "Average call",
      align: "end",
      cell: ({ seconds, call_count }) => formatDuration(Math.round(seconds / call_count)),
    },
    { header: "Recordings", align: "end", cell: ({ recordings }) => formatNumber(recordings) },
  ];
  return <DataTable caption="Agents" columns={columns} rows={agents} rowKey={({ id }) => id} />;
}

/** Whether an agent differs from the team by more than chance would explain. */
function Compared({ agent: { sale_count, reached_count }, team }: { agent: AgentFigures; team: Team }) {
  if (reached_count < ENOUGH_TO_COMPARE || reached_count === team.reached_count) return null;
  const { low, high } = wilson(sale_count, reached_count);
  const average = team.sale_count / team.reached_count;
  if (low > average) return <Badge tone="ok">Above the team</Badge>;
  if (high < average) return <Badge tone="warn">Below the team</Badge>;
  return <span className="block text-xs text-ink-faint">could be chance</span>;
}

const spanInQuery = ({ from, to }: Span) => ({ from: from.toISOString(), to: to.toISOString() });
