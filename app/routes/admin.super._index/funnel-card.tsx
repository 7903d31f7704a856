import { Link } from "@remix-run/react";
import { formatNumber, formatShare } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/cards.tsx";
import { listLink, type Scope } from "./list-links.ts";
import type { Overview } from "./read-overview.server.ts";
import { series } from "./series.ts";

/** The current stages of the leads that arrived in the period. */
export function FunnelCard({ counts, scope }: { counts: Overview["counts"]; scope: Scope }) {
  const of = (name: string) =>
    (counts.leads[series.leads.findIndex((each) => each.name === name)] ?? []).reduce((sum, count) => sum + count, 0);
  const [converted, contacted, fresh, lost] = ["converted", "contacted", "new", "lost"].map(of) as [
    number,
    number,
    number,
    number,
  ];
  const reached = converted + contacted + lost;
  const all = reached + fresh;
  const stages = [
    { label: "Leads", count: all, filter: undefined, fill: "fill-accent/35", note: "received in this period" },
    {
      label: "Contacted",
      count: reached,
      filter: { conversion: "reached" },
      fill: "fill-accent",
      note: `${formatShare(reached, all)} of leads`,
    },
    {
      label: "Sale",
      count: converted,
      filter: { conversion: "converted" },
      fill: "fill-ok",
      note: `${formatShare(converted, all)} of leads, ${formatShare(converted, reached)} of those contacted`,
    },
    {
      label: "Lost",
      count: lost,
      filter: { conversion: "lost" },
      fill: "fill-line-strong",
      note: `${formatShare(lost, reached)} of those contacted`,
    },
  ];
  return (
    <Card title="From lead to sale" action={<span className="text-xs text-ink-faint">as of now</span>}>
      <ol className="grid min-h-64 print:min-h-0 content-start gap-4">
        {stages.map(({ label, count, filter, fill, note }) => (
          <li key={label}>
            <p className="flex items-baseline gap-x-2 text-sm">
              <Link to={listLink("leads", scope, filter)} className="font-medium hover:text-accent">
                {label} <span className="ms-1 text-lg font-semibold">{formatNumber(count)}</span>
              </Link>
              <span className="min-w-0 text-xs text-ink-faint">{note}</span>
            </p>
            <svg aria-hidden="true" className="mt-1 block h-4 w-full">
              <rect width="100%" height="16" rx="3" className="fill-sunken" />
              <rect width={`${(count / Math.max(all, 1)) * 100}%`} height="16" rx="3" className={fill} />
            </svg>
          </li>
        ))}
      </ol>
    </Card>
  );
}
