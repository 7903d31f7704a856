import { nameField } from "#app/convoso/field-names.server.ts";
import { parseEmail } from "#app/convoso/parse-email.server.ts";
import { phonesIn } from "#app/lib/read-phone.server.ts";

/** Under which `extra` holds the numbers that stood beside the first one. */
const SEVERAL = "other_phones";

/**
 * The further phones and e-mail addresses of a lead, which have no column of their own: `alt_phone_1`, `Email 2`. Only what
 * has such a name counts: an agent's address or the number that an agent dialed from belongs to somebody else.
 */
export function furtherContacts(extras: readonly object[]): { phones: string[]; emails: string[] } {
  const texts = extras.flatMap((extra) => Object.entries(extra).flatMap(([key, value]) => textsOf(key, value)));
  const phones = texts.filter(({ field }) => field === "otherPhone" || field === "phoneNumber");
  const emails = texts.filter(({ field }) => field === "email");
  return {
    phones: [...new Set(phones.flatMap(({ text }) => phonesIn(text)))],
    emails: [...new Set(emails.flatMap(({ text }) => parseEmail(text)?.address ?? []))],
  };
}

/** The texts under a key, with the field of that name. */
function textsOf(key: string, value: unknown): { field: string | undefined; text: string }[] {
  const field = key === SEVERAL ? "otherPhone" : nameField(key.replace(/[\s_-]?\d$/, ""))?.field;
  const said = [value].flat().filter((one) => typeof one === "string" || typeof one === "number");
  return said.map((one) => ({ field, text: String(one) }));
}
