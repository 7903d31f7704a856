import type { AgentOutcome } from "#app/db/agent-figures.server.ts";
import { formatDuration } from "#app/lib/format-number.ts";
import { CallCount } from "#app/ui/call-count.tsx";
import { type Column, DataTable } from "#app/ui/data-table.tsx";
import { Disposition } from "#app/ui/disposition.tsx";
import { StageBadge } from "#app/ui/stage-badge.tsx";
import { TextLink } from "#app/ui/text-link.tsx";

/** `query`: the agent and the span, as the list of calls reads them. */
type Props = { outcomes: AgentOutcome[]; query: Record<string, string> };

/** What the agent's calls came to, the most frequent first, each leading to its calls. */
export function OutcomesTable({ outcomes, query }: Props) {
  const total = outcomes.reduce((sum, { call_count }) => sum + call_count, 0);
  const columns: Column<AgentOutcome>[] = [
    {
      header: "Disposition",
      cell: ({ code, name }) =>
        code === null ? <span className="text-ink-faint">none</span> : <Disposition code={code} name={name} />,
    },
    {
      header: "Means",
      cell: ({ code, stage }) => {
        if (stage !== null) return <StageBadge stage={stage} />;
        if (code === null) return <StageBadge stage="contacted" />;
        return <TextLink to="/admin/super/dispositions">Contacted, not named yet</TextLink>;
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
    { header: "Share", align: "end", cell: ({ call_count }) => `${((call_count / total) * 100).toFixed(1)} %` },
    { header: "Talk time", align: "end", cell: ({ seconds }) => formatDuration(seconds) },
  ];
  return (
    <DataTable
      caption="What the calls of this agent came to"
      columns={columns}
      rows={outcomes}
      rowKey={({ code }) => code ?? ""}
    />
  );
}
