import type { Contact } from "#app/db/leads/contacts.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Badge, ConversionBadge } from "#app/ui/badges.tsx";
import { useChosenColumns } from "#app/ui/column-menu.tsx";
import { Email } from "#app/ui/email.tsx";
import { phoneLink, TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

const columns: Column<Contact>[] = [
  {
    header: "Lead",
    isText: true,
    cell: (lead) => (
      <span className="flex flex-wrap items-center gap-x-2">
        <TextLink to={`/admin/super/leads/${lead.id}`}>
          {[lead.first_name, lead.last_name].filter(Boolean).join(" ") || `Lead #${lead.id}`}
        </TextLink>
        {lead.is_test && <Badge>Test</Badge>}
        <span className="w-full text-xs leading-4 text-ink-faint">{lead.lead_id ?? "no lead id"}</span>
      </span>
    ),
  },
  {
    header: "Phone",
    cell: (lead) => phoneLink(lead.phone_e164, lead.phone_number, "whitespace-nowrap"),
  },
  { header: "E-mail", isText: true, cell: (lead) => lead.email && <Email address={lead.email} /> },
  {
    header: "Place",
    isText: true,
    cell: (lead) => [[lead.city, lead.state].filter(Boolean).join(", "), lead.zip].filter(Boolean).join(" "),
  },
  { header: "Campaign", isText: true, cell: (lead) => lead.campaign },
  {
    header: "Convoso status",
    isText: true,
    cell: (lead) => lead.status && <span className="font-mono text-xs">{lead.status}</span>,
  },
  { header: "Conversion", cell: (lead) => <ConversionBadge conversion={lead.conversion} /> },
  { header: "Calls", align: "end", cell: (lead) => formatNumber(lead.call_count) },
  { header: "Last call", cell: (lead) => lead.last_call_at && <Time at={lead.last_call_at} show="relative" /> },
  { header: "Received", cell: (lead) => <Time at={lead.created_at} /> },
];

export const LEAD_HEADERS = /* @__PURE__ */ columns.map(({ header }) => header);

/** Leads, newest first, with the columns that the address picks. */
export function LeadsTable({ leads }: { leads: Contact[] }) {
  const shown = useChosenColumns(columns);
  return <DataTable caption="Leads, newest first" columns={shown} rows={leads} rowKey={(lead) => lead.id} />;
}
