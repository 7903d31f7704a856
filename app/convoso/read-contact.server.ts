import type { Json } from "#app/convoso/clean-json.server.ts";
import type { FieldName } from "#app/convoso/field-names.server.ts";
import type { FieldReader, Understood } from "#app/convoso/field-reader.server.ts";
import { isFillerEmail, parseEmail } from "#app/convoso/parse-email.server.ts";
import { plainFieldsOf } from "#app/convoso/read-plain-fields.server.ts";
import { splitName } from "#app/convoso/split-name.server.ts";
import { CONTACT_FIELDS, type ContactFieldValues } from "#app/lib/fields/contact-fields.ts";
import {
  areFillerDigits,
  isFillerPhone,
  type PhoneReading,
  readPhone as readNumbers,
} from "#app/lib/read-phone.server.ts";

/**
 * A lead's fields; null is "not said". `phoneE164` is there only where the number identifies somebody: it can exist, and is
 * no filler. `extra` holds what we have no field for, under the keys as sent.
 */
export type ContactFields = ContactFieldValues & { extra: Record<string, Json> };

const readPlainFields = plainFieldsOf(CONTACT_FIELDS, [
  ...(["leadId", "firstName", "lastName", "phoneNumber", "email", "listId", "status"] as const),
]);

/** What a call and its contact both have. */
export type SharedFields = Pick<ContactFields, "leadId" | "phoneNumber" | "phoneE164" | "campaign" | "listId">;

/** Words that dialers and people put where a number is withheld. */
const WITHHELD = /anonym|unknown|unavailable|restrict|private|withheld|blocked|no caller id/i;

function understandPhone({ e164, shown, others, isBent, isDamaged }: PhoneReading, text: string): Understood<string> {
  if (isDamaged) return { value: null, code: "phone-damaged" };
  if (e164 === null) {
    // A text without digits names nobody; one with some is kept, for those who can read it.
    if (!/[1-9]/.test(text)) return { value: null, code: WITHHELD.test(text) ? "phone-withheld" : "not-phone" };
    const digits = text.replace(/\D/g, "");
    const isFiller = /^(\d)\1*$/.test(digits) || areFillerDigits(digits);
    return { value: text, code: isFiller ? "phone-filler" : "phone-unread" };
  }
  if (isFillerPhone(e164)) return { value: shown, code: "phone-filler" };
  if (others.length > 0) return { value: shown, code: "phone-several", made: [e164, ...others].join(", ") };
  return { value: shown, code: isBent ? "phone-repaired" : null, made: e164 };
}

/** A phone as sent, its E.164 where it identifies somebody, and what else came with it. */
export type ReadPhone = Pick<ContactFields, "phoneNumber" | "phoneE164"> & {
  extension: string | null;
  others: string[];
};

/** Some senders call it `country_code`, under which others send "US"; three digits alone are ISO's number of a country. */
function callingCode(reader: FieldReader): string | null {
  const sent = reader.sent("country");
  return sent !== null && /^(?:(?:\+|00)[1-9]\d{0,2}|[1-9]\d?)$/.test(sent) ? sent : null;
}

/** Another phone that can only be the lead's, where a delivery has none under a usual name. */
function otherPhone(reader: FieldReader, kind: "call" | "lead"): FieldName | null {
  // A second number must neither replace a lead's first one, nor keep it from being found.
  if (kind === "lead") return reader.has("leadId", "id", "email") ? null : "otherPhone";
  // A name, an extension or an address of SIP may stand there, too.
  const sides = (["callingPhone", "calledPhone"] as const).filter((side) =>
    /\d{7}/.test(reader.sent(side)?.replace(/\D/g, "") ?? ""),
  );
  const direction = reader.sent("direction") ?? "";
  const leads = /^in/i.test(direction) ? "callingPhone" : /^out/i.test(direction) ? "calledPhone" : null;
  const [side] = sides;
  if (leads === null && side) reader.note(side, "phone-of-either");
  return leads !== null && sides.includes(leads) ? leads : null;
}

export function readPhone(reader: FieldReader, kind: "call" | "lead"): ReadPhone {
  const read = takePhone(reader, "phoneNumber");
  if (read.phoneNumber !== null) return read;
  const other = otherPhone(reader, kind);
  return other === null ? read : takePhone(reader, other);
}

function takePhone(reader: FieldReader, field: FieldName): ReadPhone {
  const code = reader.has("phoneCode") ? reader.text("phoneCode") : callingCode(reader);
  let taken: PhoneReading | null = null;
  const phoneNumber = reader.take(field, (value): Understood<string> => {
    const text = typeof value === "object" ? "" : String(value).trim();
    if (text.length > 100 && !/\d{7}/.test(text.replace(/\D/g, ""))) return { value: null, code: "not-phone" };
    const read = readNumbers(text, code);
    const understood = understandPhone(read, text);
    if (understood.value !== null && understood.value.length > 100) return { value: null, code: "not-phone" };
    if (understood.value !== null) taken ??= read;
    return understood;
  });
  const read = taken as PhoneReading | null;
  const isFiller = read?.e164 && isFillerPhone(read.e164);
  const phoneE164 = phoneNumber === null || isFiller ? null : (read?.e164 ?? null);
  return { phoneNumber, phoneE164, extension: read?.extension ?? null, others: read?.others ?? [] };
}

/** What a phone's text had beside the number, for `extra`. */
export function phoneExtras({ extension, others }: ReadPhone): Record<string, Json> {
  return {
    ...(extension === null ? {} : { phone_extension: extension }),
    ...(others.length === 0 ? {} : { other_phones: others }),
  };
}

function readEmail(reader: FieldReader): string | null {
  return reader.take("email", (value): Understood<string> => {
    const text = typeof value === "object" ? "" : String(value).trim();
    const read = text.length <= 300 ? parseEmail(text) : null;
    if (!read) return { value: null, code: "not-email" };
    if (isFillerEmail(read.address)) return { value: read.address, code: "email-filler" };
    return { value: read.address, code: read.isBent ? "email-repaired" : null, made: read.address };
  });
}

/** First and last name, out of a whole one where they did not come apart. */
function readNames(reader: FieldReader): Pick<ContactFields, "firstName" | "lastName"> {
  const firstName = reader.text("firstName");
  const lastName = reader.text("lastName");
  if ((firstName !== null && lastName !== null) || !reader.has("fullName")) return { firstName, lastName };
  // A bare `name` may be that of an event, or of anything.
  const isWhose = reader.has("phoneNumber", "otherPhone", "email", "address", "city", "zip", "leadId");
  const whole = reader.take("fullName", (value): Understood<string> => {
    const text = typeof value === "object" ? "" : String(value).trim();
    const isPerson = splitName(text) !== null && (isWhose || text.includes(" ")) && text.length <= 300;
    return isPerson ? { value: text } : { value: null, code: "not-name" };
  });
  const split = whole === null ? null : splitName(whole);
  if (!split) return { firstName, lastName };
  if (firstName === null && lastName === null) return split;
  // What one of the two does not say, where the whole begins or ends with the other.
  if (firstName !== null) {
    const isStart = whole?.toLowerCase().startsWith(`${firstName.toLowerCase()} `);
    return { firstName, lastName: isStart ? (whole?.slice(firstName.length).trim() ?? null) : null };
  }
  const isEnd = whole?.toLowerCase().endsWith(` ${lastName?.toLowerCase()}`);
  return { firstName: isEnd ? (whole?.slice(0, -(lastName?.length ?? 0)).trim() ?? null) : null, lastName };
}

/** The person behind a lead or a call. Status and extra belong to a lead's own delivery and are left to the caller. */
export function readContact(reader: FieldReader, shared: SharedFields): ContactFields {
  const { leadId, phoneNumber, phoneE164, campaign, listId } = shared;
  return {
    ...readPlainFields(reader),
    leadId,
    ...readNames(reader),
    phoneNumber,
    phoneE164,
    email: readEmail(reader),
    campaign,
    listId,
    status: null,
    extra: {},
  };
}
