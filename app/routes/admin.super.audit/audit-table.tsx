import type { AuditEntry } from "#app/db/people/audit-log.server.ts";
import type { Described } from "#app/features/audit/describe-act.server.ts";
import { actorName } from "#app/lib/automatic-actors.ts";
import { describeDetails } from "#app/lib/describe-details.ts";
import { Act } from "#app/ui/act.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

const columns: Column<Described<AuditEntry>>[] = [
  { header: "When", cell: ({ at }) => <Time at={at} /> },
  {
    header: "Who",
    cell: ({ actor }) => (
      <TextLink to={`?person=${encodeURIComponent(actor)}`} className="break-all">
        {actorName(actor)}
      </TextLink>
    ),
  },
  {
    header: "What",
    cell: ({ words, link, target }) => <Act words={words} link={link} target={target} />,
  },
  {
    header: "Details",
    isLong: true,
    cell: ({ details }) => <span className="wrap-anywhere text-ink-soft">{describeDetails(details).join(" · ")}</span>,
  },
  { header: "Address", cell: ({ source_address }) => source_address },
];

/** Entries of the audit log, newest first. */
export function AuditTable({ entries }: { entries: Described<AuditEntry>[] }) {
  return <DataTable caption="Audit entries, newest first" columns={columns} rows={entries} rowKey={({ id }) => id} />;
}
