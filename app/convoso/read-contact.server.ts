import type { Json } from "#app/convoso/clean-json.server.ts";
import type { FieldReader } from "#app/convoso/field-reader.server.ts";
import { parsePhone } from "#app/convoso/parse-phone.server.ts";

/** A lead's fields; null is "not said". `extra` holds what we have no field for, under the keys as sent. */
export type ContactFields = {
  leadId: string | null;
  firstName: string | null;
  lastName: string | null;
  phoneNumber: string | null;
  phoneE164: string | null;
  email: string | null;
  address: string | null;
  city: string | null;
  state: string | null;
  zip: string | null;
  country: string | null;
  campaign: string | null;
  listId: string | null;
  status: string | null;
  extra: Record<string, Json>;
};

/** What a call and its contact both have. */
export type SharedFields = Pick<ContactFields, "leadId" | "phoneNumber" | "phoneE164" | "campaign" | "listId">;

/** Reads a phone as sent and in E.164. A text without digits, such as "anonymous", names nobody. */
export function readPhone(reader: FieldReader): Pick<ContactFields, "phoneNumber" | "phoneE164"> {
  const phoneNumber = reader.take("phoneNumber", "a phone number", (value) => {
    const text = typeof value === "object" ? "" : String(value).trim();
    return text.length <= 100 && /[1-9]/.test(text) ? text : null;
  });
  if (phoneNumber === null) return { phoneNumber, phoneE164: null };
  return { phoneNumber, phoneE164: parsePhone(phoneNumber, reader.text("phoneCode")) };
}

/** The person behind a lead or a call. Status and extra belong to a lead's own delivery and are left to the caller. */
export function readContact(reader: FieldReader, shared: SharedFields): ContactFields {
  const { leadId, phoneNumber, phoneE164, campaign, listId } = shared;
  return {
    leadId,
    firstName: reader.text("firstName"),
    lastName: reader.text("lastName"),
    phoneNumber,
    phoneE164,
    email: reader.text("email"),
    address: reader.text("address"),
    city: reader.text("city"),
    state: reader.text("state"),
    zip: reader.text("zip"),
    country: reader.text("country"),
    campaign,
    listId,
    status: null,
    extra: {},
  };
}
