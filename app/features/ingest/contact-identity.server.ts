import type { ContactFields } from "#app/convoso/parse-delivery.server.ts";
import { isFillerEmail } from "#app/convoso/parse-email.server.ts";
import type { IdentityRule } from "#app/db/ingest/identity-rules.server.ts";
import { foldText } from "#app/lib/fold-text.ts";
import { keyedDigest } from "#app/lib/keyed-digest.server.ts";
import { areFillerDigits } from "#app/lib/read-phone.server.ts";

/**
 * Who a delivery's lead is (decision 14): `leadId`, or, without one, any of `keys`, the best first. None where nothing
 * identifies anybody. `phone` is a number that identifies alone: a lead with that number is this one, if it is the only one.
 */
export type Identity = { leadId: string | null; phone: string | null; keys: string[] };

/** What the rules that an admin made say of the keys of a transaction's deliveries. */
export type Rules = { shared: ReadonlySet<string>; same: ReadonlyMap<string, string> };

export const NO_RULES: Rules = { shared: new Set(), same: new Map() };

export function rulesOf(rows: readonly IdentityRule[]): Rules {
  if (rows.length === 0) return NO_RULES;
  return {
    shared: new Set(rows.flatMap(({ key, sameAs }) => (sameAs === null ? [key] : []))),
    same: new Map(rows.flatMap(({ key, sameAs }) => (sameAs === null ? [] : [[key, sameAs]]))),
  };
}

export const leadKey = (leadId: string) => `lead:${leadId}`;
const phoneKeyOf = (e164: string) => `phone:${e164}`;

/** The digits of a number that is not valid, such as a local 555-0123; null where they say nothing, as 9999999. */
function localDigits({ phoneE164, phoneNumber }: ContactFields): string | null {
  const digits = (phoneE164 ?? phoneNumber ?? "").replace(/\D/g, "").replace(/^1(?=\d{10}$)/, "");
  return digits.length >= 7 && digits.length <= 15 && !areFillerDigits(digits) ? digits : null;
}

function emailOf({ email }: ContactFields): string | null {
  return email === null || isFillerEmail(email) ? null : foldText(email);
}

function nameOf({ firstName, lastName }: ContactFields): string | null {
  const name = foldText([firstName, lastName].filter((part) => part !== null).join(" ")).trim();
  return name === "" ? null : name;
}

/** Keys that a number or e-mail address gives, the best first, whatever the rules say. */
function keysOf(contact: ContactFields): string[] {
  const [digits, email, name] = [localDigits(contact), emailOf(contact), nameOf(contact)];
  return [
    ...(contact.phoneE164 ? [phoneKeyOf(contact.phoneE164)] : []),
    ...(digits && email ? [`phone:${digits} email:${email}`] : []),
    ...(digits && name ? [`phone:${digits} name:${name}`] : []),
    ...(email ? [`email:${email}`] : []),
  ];
}

/** Every key that may identify this lead, with its lead id: what to lock, and to look for rules and rows by. */
export function allKeys(contact: ContactFields, callId: string | null): string[] {
  return [...namedKeys(contact), ...lastResort(contact, callId)];
}

/** The keys by which deliveries may be taken for one lead: its id, numbers and addresses. */
export function namedKeys(contact: ContactFields): string[] {
  return [...(contact.leadId ? [leadKey(contact.leadId)] : []), ...keysOf(contact)];
}

/**
 * Where nothing identifies the lead: a lead without an id is its content, so that the same delivery twice is one lead; a
 * call's lead is known by the call, and only if there is anything to know.
 */
function lastResort(contact: ContactFields, callId: string | null): string[] {
  if (callId !== null) return nameOf(contact) || contact.email ? [`call:${callId}`] : [];
  const content = JSON.stringify(Object.entries(contact).sort(([a], [b]) => a.localeCompare(b, "en")));
  return [`derived:${keyedDigest(content)}`];
}

/** Says who a delivery's lead is. `callId`: of the call that names it, null for a lead's own delivery. */
export function identify(contact: ContactFields, callId: string | null, { shared, same }: Rules): Identity {
  const resolve = (key: string) => same.get(key) ?? key;
  const own = contact.leadId === null ? null : resolve(leadKey(contact.leadId));
  const known = keysOf(contact)
    .filter((key) => !shared.has(key))
    .map(resolve);
  const keys = [...new Set([...(own === null || shared.has(own) ? [] : [own]), ...known])];
  const lead = keys.find((key) => key.startsWith("lead:"));
  const personal = keys.filter((key) => !key.startsWith("lead:"));
  // A valid number alone is the person; what it comes with matters only where the number is shared or not valid.
  const isAlone = personal[0] !== undefined && !/ (email|name):/.test(personal[0]) && personal[0].startsWith("phone:");
  return {
    leadId: lead === undefined ? null : lead.slice("lead:".length),
    phone: isAlone ? (personal[0] as string).slice("phone:".length) : null,
    keys: isAlone ? personal.slice(0, 1) : personal.length > 0 ? personal : lastResort(contact, callId),
  };
}
