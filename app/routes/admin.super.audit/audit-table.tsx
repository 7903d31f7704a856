import type { AuditEntry } from "#app/db/audit-log.server.ts";
import { describeDetails } from "#app/lib/describe-details.ts";
import { Act } from "#app/ui/act.tsx";
import { type Column, DataTable } from "#app/ui/data-table.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";

const columns: Column<AuditEntry>[] = [
  { header: "When", cell: ({ at }) => <Time at={at} /> },
  {
    header: "Who",
    cell: ({ actor }) => (
      <TextLink to={`?person=${encodeURIComponent(actor)}`} className="break-all">
        {actor}
      </TextLink>
    ),
  },
  { header: "What", cell: (entry) => <Act entry={entry} /> },
  {
    header: "Details",
    cell: ({ details }) => <span className="break-words text-ink-soft">{describeDetails(details).join(" · ")}</span>,
  },
  { header: "Address", cell: ({ source_address }) => source_address },
];

/** What was done in the portal, newest first. */
export function AuditTable({ entries }: { entries: AuditEntry[] }) {
  return <DataTable caption="What was done, newest first" columns={columns} rows={entries} rowKey={({ id }) => id} />;
}
