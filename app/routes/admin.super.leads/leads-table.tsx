import type { Contact } from "#app/db/contacts.server.ts";
import { formatNumber, formatPhone } from "#app/lib/format-number.ts";
import { Badge } from "#app/ui/badge.tsx";
import { ConversionBadge } from "#app/ui/conversion-badge.tsx";
import { type Column, DataTable } from "#app/ui/data-table.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";

const columns: Column<Contact>[] = [
  {
    header: "Lead",
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
    cell: (lead) => {
      const phone = formatPhone(lead.phone_e164, lead.phone_number);
      return phone && <span className="whitespace-nowrap">{phone}</span>;
    },
  },
  { header: "E-mail", cell: (lead) => lead.email && <span className="break-all">{lead.email}</span> },
  {
    header: "Place",
    cell: (lead) => [[lead.city, lead.state].filter(Boolean).join(", "), lead.zip].filter(Boolean).join(" "),
  },
  { header: "Campaign", cell: (lead) => lead.campaign },
  { header: "Status", cell: (lead) => lead.status && <span className="font-mono text-xs">{lead.status}</span> },
  { header: "Conversion", cell: (lead) => <ConversionBadge conversion={lead.conversion} /> },
  { header: "Calls", align: "end", cell: (lead) => formatNumber(lead.call_count) },
  { header: "Last call", cell: (lead) => lead.last_call_at && <Time at={lead.last_call_at} show="relative" /> },
  { header: "Received", cell: (lead) => <Time at={lead.created_at} /> },
];

export function LeadsTable({ leads }: { leads: Contact[] }) {
  return <DataTable caption="Leads, newest first" columns={columns} rows={leads} rowKey={(lead) => lead.id} />;
}
