import type { AgentOutcome } from "#app/db/agents/agent-figures.server.ts";
import { formatDuration } from "#app/lib/format-number.ts";
import { Disposition, StageBadge } from "#app/ui/badges.tsx";
import { CallCount, TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";

/** `query`: the agent and the period, as filters of the Calls list. */
type Props = { outcomes: AgentOutcome[]; query: Record<string, string> };

/** The dispositions of an agent's calls, most frequent first, linked to the calls. */
export function OutcomesTable({ outcomes, query }: Props) {
  const total = outcomes.reduce((sum, { call_count }) => sum + call_count, 0);
  const columns: Column<AgentOutcome>[] = [
    {
      header: "Disposition",
      isText: true,
      cell: ({ code, name }) =>
        code === null ? (
          <span className="text-ink-faint">No disposition</span>
        ) : (
          <Disposition code={code} name={name} />
        ),
    },
    {
      header: "Meaning",
      cell: ({ code, stage }) => {
        if (stage !== null) return <StageBadge stage={stage} />;
        if (code === null) return <span className="text-ink-faint">Unknown</span>;
        return <TextLink to="/admin/super/dispositions">Contacted (not classified yet)</TextLink>;
      },
    },
    {
      header: "Calls",
      align: "end",
      cell: ({ code, call_count }) => (
        <CallCount
          count={call_count}
          query={{ ...query, ...(code === null ? { without: "disposition" } : { disposition: code }) }}
        />
      ),
    },
    { header: "Share", align: "end", cell: ({ call_count }) => `${((call_count / total) * 100).toFixed(1)}%` },
    { header: "Talk time", align: "end", cell: ({ seconds }) => formatDuration(seconds) },
  ];
  return (
    <DataTable
      caption="Dispositions of this agent's calls"
      columns={columns}
      rows={outcomes}
      rowKey={({ code }) => code ?? ""}
    />
  );
}
