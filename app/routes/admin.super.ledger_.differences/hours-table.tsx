import { WindowBadge, WindowCounts } from "#app/ui/ledger.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";
import type { ShownHour } from "./read-span.server.ts";

const columns: Column<ShownHour>[] = [
  {
    header: "Hour",
    cell: ({ clock, window }) => (
      <TextLink to={`?hour=${window.starts_at.toISOString().slice(0, 16)}Z`} className="inline-block leading-6">
        {clock}
      </TextLink>
    ),
  },
  {
    header: "Calls",
    cell: ({ window }) => window.calls_there !== null && <WindowCounts window={window} />,
  },
  {
    header: "State",
    cell: ({ window }) => (
      <>
        <WindowBadge state={window.state} />
        {window.reason !== null && <span className="block max-w-96 text-xs text-ink-soft">{window.reason}</span>}
      </>
    ),
  },
  { header: "Open", align: "end", cell: ({ window }) => (window.open > 0 ? window.open : null) },
  { header: "Accepted", align: "end", cell: ({ window }) => (window.accepted > 0 ? window.accepted : null) },
  { header: "Compared", cell: ({ window }) => window.compared_at && <Time at={window.compared_at} show="relative" /> },
];

/** The hours of a day, with what Convoso and the portal have in each. */
export function HoursTable({ hours }: { hours: ShownHour[] }) {
  return (
    <DataTable
      caption="Hours of this day, the earliest first"
      columns={columns}
      rows={hours}
      rowKey={({ window }) => window.starts_at.toISOString()}
    />
  );
}
