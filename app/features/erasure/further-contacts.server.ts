import { nameField } from "#app/convoso/field-names.server.ts";
import { parseEmail } from "#app/convoso/parse-email.server.ts";
import { readPhone } from "#app/lib/read-phone.server.ts";

/** Under which `extra` holds the numbers that stood beside the first one. */
const SEVERAL = "other_phones";

/**
 * The further phones and e-mail addresses of a lead, which have no column of their own: `alt_phone_1`, `Email 2`. Only what
 * has such a name counts: an agent's address or the number that an agent dialed from belongs to somebody else.
 */
export function furtherContacts(extras: readonly object[]): { phones: string[]; emails: string[] } {
  const phones = new Set<string>();
  const emails = new Set<string>();
  for (const [key, value] of extras.flatMap((extra) => Object.entries(extra))) {
    const field = key === SEVERAL ? "otherPhone" : nameField(key.replace(/[\s_-]?\d$/, ""))?.field;
    for (const text of [value]
      .flat()
      .filter((one) => typeof one === "string" || typeof one === "number")
      .map(String)) {
      const { e164, others } =
        field === "otherPhone" || field === "phoneNumber" ? readPhone(text) : { e164: null, others: [] };
      for (const phone of e164 === null ? [] : [e164, ...others]) phones.add(phone);
      const email = field === "email" ? parseEmail(text) : null;
      if (email) emails.add(email.address);
    }
  }
  return { phones: [...phones], emails: [...emails] };
}
