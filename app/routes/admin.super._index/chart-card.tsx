import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import type { Chart } from "#app/features/overview/read-activity.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { BarChart } from "#app/ui/bar-chart.tsx";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { listLink, type Scope, seriesFilter } from "./list-links.ts";
import type { Overview } from "./read-overview.server.ts";
import { type Series, series } from "./series.ts";

type Props = { chart: Chart; title: string; note?: ReactNode; overview: Overview; scope: Scope };

/** A figure over time: its total, its parts, a chart, and the same figures as a table. */
export function ChartCard({ chart, title, note, overview, scope }: Props) {
  const { bars, drawings } = overview;
  const counts = overview.counts[chart];
  const parts: readonly Series[] = series[chart];
  const at = (bar: number) => counts.reduce((sum, row) => sum + (row[bar] ?? 0), 0);
  const inBar = (bar: number): Scope => ({ ...(bars[bar] as Overview["bars"][number]), withTest: scope.withTest });
  const words = (bar: number) => {
    const made = parts.flatMap(({ label }, index) => {
      const count = counts[index]?.[bar] ?? 0;
      return count > 0 && parts.length > 1 ? [`${formatNumber(count)} ${label.toLowerCase()}`] : [];
    });
    return `${bars[bar]?.label}: ${made.join(", ") || formatNumber(at(bar))}`;
  };

  return (
    <Card title={title} action={<AllTime chart={chart} count={overview.totals[chart]} />}>
      <div className="flex min-h-8 flex-wrap items-baseline gap-x-2">
        <Link to={listLink(chart, scope)} className="text-2xl font-semibold tracking-tight hover:text-accent">
          {formatNumber(counts.reduce((sum, row) => sum + sumOf(row), 0))}
          <span className="sr-only"> {title.toLowerCase()}</span>
        </Link>
        {note !== undefined && <span className="text-xs text-ink-faint">{note}</span>}
      </div>
      {parts.length > 1 && <Legend {...{ chart, counts, scope }} />}
      <BarChart
        drawing={drawings[chart]}
        fills={parts.map(({ fill }) => fill)}
        columns={bars.map(({ tick }, bar) => ({ words: words(bar), to: listLink(chart, inBar(bar)), tick }))}
      />
      <FiguresTable {...{ chart, title, overview, inBar, at }} />
    </Card>
  );
}

/** The parts of the total. Empty ones are left out. */
function Legend({ chart, counts, scope }: Pick<Props, "chart" | "scope"> & { counts: number[][] }) {
  const parts: readonly Series[] = series[chart];
  return (
    <ul className="mt-1 flex min-h-6 flex-wrap gap-x-3 text-xs">
      {parts.map(({ name, label, fill }, index) => {
        const count = sumOf(counts[index]);
        if (count === 0) return null;
        return (
          <li key={name} className="inline-flex min-h-6 items-center gap-1.5 whitespace-nowrap">
            <svg viewBox="0 0 10 10" className="size-2.5" aria-hidden="true">
              <rect width="10" height="10" rx="2" className={fill} />
            </svg>
            <Link to={listLink(chart, scope, seriesFilter(chart, name))} className="text-ink-soft hover:text-accent">
              {label} <span className="font-medium text-ink">{formatNumber(count)}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function sumOf(row: number[] | undefined): number {
  return (row ?? []).reduce((sum, count) => sum + count, 0);
}

function AllTime({ chart, count }: { chart: Chart; count: number }) {
  const to = { deliveries: "webhook-logs", leads: "leads", calls: "calls", recordings: "calls?recording=has" }[chart];
  return (
    <TextLink to={`/admin/super/${to}`} className="text-xs whitespace-nowrap">
      {formatNumber(count)} in total
    </TextLink>
  );
}

type TableProps = Pick<Props, "chart" | "title" | "overview"> & {
  inBar: (bar: number) => Scope;
  at: (bar: number) => number;
};

/** The chart's figures with links to their rows, for people who use a keyboard or a screen reader. */
function FiguresTable({ chart, title, overview: { bars, counts }, inBar, at }: TableProps) {
  const figure = (count: number, to: string) =>
    count === 0 ? "0" : <TextLink to={to}>{formatNumber(count)}</TextLink>;
  const parts: readonly Series[] = series[chart];
  const used = parts.flatMap((part, index) =>
    counts[chart][index]?.some((count) => count > 0) ? [{ part, index }] : [],
  );
  const columns: Column<number>[] = [
    { header: "Time", cell: (bar) => bars[bar]?.label },
    ...(parts.length > 1 ? used : []).map(({ part, index }) => ({
      header: part.label,
      align: "end" as const,
      cell: (bar: number) =>
        figure(counts[chart][index]?.[bar] ?? 0, listLink(chart, inBar(bar), seriesFilter(chart, part.name))),
    })),
    { header: "All", align: "end", cell: (bar) => figure(at(bar), listLink(chart, inBar(bar))) },
  ];
  return (
    <details className="group -mx-4 -mb-4 mt-2 border-t border-line">
      <summary className="cursor-pointer px-4 py-2 text-xs text-ink-soft hover:text-ink">
        <span className="sr-only">{title} as a </span>
        <span aria-hidden="true">As a </span>table
      </summary>
      <div className="max-h-96 overflow-y-auto border-t border-line" tabIndex={-1}>
        <DataTable
          caption={`${title} over time`}
          columns={columns}
          rows={bars.map((_, bar) => bar)}
          rowKey={(bar) => bar}
        />
      </div>
    </details>
  );
}
