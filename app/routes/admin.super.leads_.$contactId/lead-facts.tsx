import type { Contact } from "#app/db/leads/contacts.server.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";
import { type FactList, fieldFacts } from "#app/ui/facts.tsx";
import { CallCount, phoneLink, TextLink } from "#app/ui/links.tsx";
import { Time } from "#app/ui/time.tsx";

const SHOWN_ABOVE: (keyof typeof CONTACT_FIELDS)[] = [
  "firstName", "lastName", "phoneNumber", "phoneE164", "city", "state", "zip", "campaign",
]; // biome-ignore format: a list

/** The fields of a lead. */
export function leadFacts(lead: Contact): FactList {
  const place = [[lead.city, lead.state].filter(Boolean).join(", "), lead.zip].filter(Boolean).join(" ");
  return {
    Phone: phoneLink(lead.phone_e164, lead.phone_number),
    "Phone as sent": lead.phone_e164 === null ? null : lead.phone_number,
    Place: place,
    Campaign: lead.campaign && (
      <TextLink to={`/admin/super/leads?campaign=${encodeURIComponent(lead.campaign)}`}>{lead.campaign}</TextLink>
    ),
    ...fieldFacts(CONTACT_FIELDS, lead, SHOWN_ABOVE),
    Calls: <CallCount count={lead.call_count} query={{ lead: String(lead.id) }} />,
    Deliveries: (
      <TextLink to={`/admin/super/webhook-logs?search=${encodeURIComponent(`lead:#${lead.id}`)}`}>all of them</TextLink>
    ),
    "First received": <Time at={lead.created_at} show="both" />,
    "Last changed": <Time at={lead.updated_at} show="both" />,
  };
}
