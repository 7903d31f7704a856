import type { FieldTable, FieldValues } from "#app/lib/fields/field.ts";

/** The fields of a lead that deliveries set, in the order of exports. The other columns of `contacts` are the portal's own. */
export const CONTACT_FIELDS = {
  leadId: { type: "text", label: "Lead id", personal: "shown", export: "text" },
  firstName: { type: "text", label: "First name", personal: "shown", export: "text" },
  lastName: { type: "text", label: "Last name", personal: "shown", export: "text" },
  phoneNumber: { type: "text", label: "Phone as sent", personal: "phone", export: "text" },
  phoneE164: { type: "text", label: "Phone", personal: "phone", export: "plain", describes: "phoneNumber" },
  email: { type: "text", label: "E-mail", personal: "email", export: "text" },
  address: { type: "text", label: "Address", personal: "hidden", export: "text" },
  city: { type: "text", label: "City", personal: "hidden", export: "text" },
  state: { type: "text", label: "State", personal: "shown", export: "text" },
  zip: { type: "text", label: "ZIP", personal: "hidden", export: "text" },
  country: { type: "text", label: "Country", personal: "shown", export: "text" },
  campaign: { type: "text", label: "Campaign", personal: "no", export: "text" },
  listId: { type: "text", label: "List", personal: "no", export: "text" },
  status: { type: "text", label: "Status", personal: "no", export: "text" },
} as const satisfies FieldTable;

export type ContactFieldValues = FieldValues<typeof CONTACT_FIELDS>;
