import type { Contact } from "#app/db/contacts.server.ts";
import { formatPhone } from "#app/lib/format-number.ts";
import { CallCount } from "#app/ui/call-count.tsx";
import type { FactList } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";

/** The lead in names and values. */
export function leadFacts(lead: Contact): FactList {
  const place = [[lead.city, lead.state].filter(Boolean).join(", "), lead.zip].filter(Boolean).join(" ");
  return {
    "Lead id": lead.lead_id,
    Phone: formatPhone(lead.phone_e164, lead.phone_number),
    "Phone as sent": lead.phone_e164 === null ? null : lead.phone_number,
    "E-mail": lead.email,
    Address: lead.address,
    Place: place,
    Country: lead.country,
    Campaign: lead.campaign && (
      <TextLink to={`/admin/super/leads?campaign=${encodeURIComponent(lead.campaign)}`}>{lead.campaign}</TextLink>
    ),
    List: lead.list_id,
    Status: lead.status,
    Calls: <CallCount count={lead.call_count} query={{ lead: String(lead.id) }} />,
    Deliveries: (
      <TextLink to={`/admin/super/webhook-logs?search=${encodeURIComponent(`lead:#${lead.id}`)}`}>all of them</TextLink>
    ),
    "First received": <Time at={lead.created_at} show="both" />,
    "Last changed": <Time at={lead.updated_at} show="both" />,
  };
}
