import type { CampaignFigures } from "#app/db/calls/campaign-figures.server.ts";
import type { Span } from "#app/db/figures/figures.server.ts";
import { formatDuration, formatShare } from "#app/lib/format-number.ts";
import { buttonClass } from "#app/ui/buttons.tsx";
import { ConversionRate } from "#app/ui/conversion-rate.tsx";
import { CallCount, callsQuery, TextLink } from "#app/ui/links.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";

type Props = {
  campaigns: CampaignFigures[];
  span: Span;
  /** The codes that mean a sale. */
  saleCodes: string[];
  /** The period and data as the address has them, for links to other figures and for the names of files. */
  scope: Record<string, string>;
};

/** Campaigns and their calls in the period, each linked to the calls, to their sales, and to its agents. */
export function CampaignsTable({ campaigns, span, saleCodes, scope }: Props) {
  const total = campaigns.reduce((sum, { calls }) => sum + calls, 0);
  const moments = { from: span.from.toISOString(), to: span.to.toISOString() };
  const queryOf = ({ key }: CampaignFigures) => ({
    ...(key === "" ? { without: "campaign" } : { campaign: key }),
    ...moments,
    ...(scope.test && { test: scope.test }),
  });
  // A file is named by its preset, such as "this-week", rather than by its days.
  const isPreset = scope.range !== undefined && scope.range !== "custom";
  const period: Record<string, string> = isPreset ? { range: scope.range ?? "", zone: scope.zone ?? "" } : {};
  const columns: Column<CampaignFigures>[] = [
    {
      header: "Campaign",
      isText: true,
      cell: ({ key, name }) => {
        if (key === "") return <span className="text-ink-faint">No campaign</span>;
        const query = new URLSearchParams({ ...scope, campaign: key });
        return <TextLink to={`/admin/super/agents?${query}`}>{name}</TextLink>;
      },
    },
    {
      header: "Sales",
      align: "end",
      cell: (row) => <CallCount count={row.sales} query={queryOf(row)} dispositions={saleCodes} />,
    },
    {
      header: "Sales file",
      cell: (row) => {
        if (row.sales === 0) return null;
        const query = callsQuery({ ...queryOf(row), ...period }, saleCodes);
        return (
          <NeedsRole atLeast="operator">
            <a
              href={`/admin/super/exports/calls.csv?${query}`}
              className={buttonClass()}
              aria-label={`Sales CSV of ${row.name || "no campaign"}`}
            >
              Sales CSV
            </a>
          </NeedsRole>
        );
      },
    },
    {
      header: "Sales of calls",
      align: "end",
      cell: ({ sales, calls }) => <ConversionRate sales={sales} reached={calls} />,
    },
    { header: "Calls", align: "end", cell: (row) => <CallCount count={row.calls} query={queryOf(row)} /> },
    { header: "Share", align: "end", cell: ({ calls }) => formatShare(calls, total) },
    { header: "Talk time", align: "end", cell: ({ seconds }) => formatDuration(seconds) },
    {
      header: "Average call",
      align: "end",
      cell: ({ seconds, calls }) => formatDuration(Math.round(seconds / calls)),
    },
    {
      header: "Recordings",
      align: "end",
      cell: (row) => <CallCount count={row.recordings} query={{ ...queryOf(row), recording: "has" }} />,
    },
  ];
  return <DataTable caption="Campaigns" columns={columns} rows={campaigns} rowKey={({ key }) => key} />;
}
