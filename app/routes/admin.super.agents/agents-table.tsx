import type { AgentFigures } from "#app/db/agent-figures.server.ts";
import type { Span } from "#app/db/figures.server.ts";
import { formatDuration, formatNumber } from "#app/lib/format-number.ts";
import { AgentLink } from "#app/ui/agent-link.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { CallCount } from "#app/ui/call-count.tsx";
import { ConversionRate } from "#app/ui/conversion-rate.tsx";
import { type Column, DataTable } from "#app/ui/data-table.tsx";

type Props = { agents: AgentFigures[]; span: Span; isTest: string | null };

/** Agents and what they did within the span. */
export function AgentsTable({ agents, span, isTest }: Props) {
  const columns: Column<AgentFigures>[] = [
    {
      header: "Agent",
      cell: ({ id, name, agent_id, is_test }) => (
        <span className="flex flex-wrap items-center gap-x-2">
          <AgentLink id={id} name={name ?? agent_id} />
          {is_test && <Badge>Test</Badge>}
          {name !== null && agent_id !== null && <span className="w-full text-xs text-ink-faint">{agent_id}</span>}
        </span>
      ),
    },
    {
      header: "Calls",
      align: "end",
      cell: ({ id, call_count }) => (
        <CallCount
          count={call_count}
          query={{ agent: String(id), ...spanInQuery(span), ...(isTest && { test: isTest }) }}
        />
      ),
    },
    { header: "Talk time", align: "end", cell: ({ seconds }) => formatDuration(seconds) },
    {
      header: "On average",
      align: "end",
      cell: ({ seconds, call_count }) => formatDuration(Math.round(seconds / call_count)),
    },
    { header: "Reached", align: "end", cell: ({ reached_count }) => formatNumber(reached_count) },
    {
      header: "Conversion",
      align: "end",
      cell: ({ sale_count, reached_count }) => <ConversionRate sales={sale_count} reached={reached_count} />,
    },
    { header: "Recordings", align: "end", cell: ({ recordings }) => formatNumber(recordings) },
  ];
  return <DataTable caption="Agents" columns={columns} rows={agents} rowKey={({ id }) => id} />;
}

const spanInQuery = ({ from, to }: Span) => ({ from: from.toISOString(), to: to.toISOString() });
