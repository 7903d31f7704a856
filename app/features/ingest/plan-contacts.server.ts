import type { ContactFields } from "#app/convoso/parse-delivery.server.ts";
import type { Plan } from "#app/db/connection/statement.server.ts";
import { toInsert, toUpdate } from "#app/db/ingest/bulk-rows.server.ts";
import type { ContactRow, listContactsToMerge } from "#app/db/ingest/merged-rows.server.ts";
import { allKeys, type Identity, identify, type Rules } from "#app/features/ingest/contact-identity.server.ts";
import { type Fields, type Merged, mergeFields } from "#app/features/ingest/merge-fields.server.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";
import { companionsOf } from "#app/lib/fields/field.ts";
import { foldText } from "#app/lib/fold-text.ts";
import { phoneKey } from "#app/lib/phone-key.ts";

/** A lead as one delivery describes it. */
export type DescribedContact = {
  contact: ContactFields;
  eventId: string;
  receivedAt: Date;
  isTest: boolean;
  /** The call that names the lead; null for a lead's own delivery. */
  callId: string | null;
};

/** Which row a delivery's lead is, and whether the delivery told anything new about it. */
export type SavedContact = { id: number; isChanged: boolean };

/** The stage of a new lead by the calls that are written with it. */
export type ConversionOf = (contactId: number) => string;

type State = {
  id: number | null;
  leadId: string | null;
  matchKey: string | null;
  phoneKey: string | null;
  merged: Merged<Fields> | null;
  /** Whether deliveries gave it names of several people; false where an admin said that it is one. */
  looksLikeSeveral: boolean | null;
  isTest: boolean;
  createdAt: Date;
  isDirty: boolean;
};

const FIELDS = Object.keys(CONTACT_FIELDS) as (keyof typeof CONTACT_FIELDS)[];
const COMPANIONS = companionsOf(CONTACT_FIELDS);

/** The names to lock (see `lockNames`) before {@link mergeContacts} may be given this lead's rows. */
export function contactNames(contact: ContactFields, callId: string | null): string[] {
  return allKeys(contact, callId);
}

/** What to look these leads' rows up by, besides what rules lead to. */
export function wantedContacts(
  described: readonly Pick<DescribedContact, "contact" | "callId">[],
  rules: Rules,
): Parameters<typeof listContactsToMerge>[1] {
  const people = described.map(({ contact, callId }) => identify(contact, callId, rules));
  return {
    leadIds: people.flatMap(({ leadId }) => leadId ?? []),
    matchKeys: people.flatMap(({ keys }) => keys),
    phoneKeys: people.flatMap(({ leadId, phone }) => (leadId === null ? (phone ?? []) : [])),
  };
}

/** Leads as deliveries leave them, still to be written. `saved`: null for a call whose phone fits several leads. */
export type MergedContacts = { saved: (SavedContact | null)[]; fresh: State[]; changed: State[] };

/**
 * Merges what deliveries say of leads into `contacts`. The caller holds the locks of {@link contactNames}.
 *
 * A lead is found by its lead id, else by a phone that only one lead has, else by the match key of a lead that came without an
 * id (decision 14). When an id comes for a lead that is known by a key alone, that row gets the id.
 * What identifies nobody makes no lead: `saved` is null for a call with nothing but a filler.
 *
 * @param rows what {@link wantedContacts} found
 * @param freshIds for rows to be made, as many as there are deliveries
 */
export function mergeContacts(
  rows: readonly ContactRow[],
  freshIds: number[],
  described: readonly DescribedContact[],
  rules: Rules,
): MergedContacts {
  const states = rows.map(stateOf);
  const changes = described.map((delivery) => {
    const who = identify(delivery.contact, delivery.callId, rules);
    const found = findState(states, delivery, who);
    const state = found === undefined ? addState(states, delivery, who) : found;
    return state && { state, isChanged: mergeInto(state, delivery, who) };
  });
  const fresh = states.filter(({ id }) => id === null);
  const changed = states.filter(({ id, isDirty }) => isDirty && id !== null);
  for (const [index, state] of fresh.entries()) state.id = freshIds[index] as number;
  const saved = changes.map((change) => change && { id: change.state.id as number, isChanged: change.isChanged });
  return { saved, fresh, changed };
}

/** Plans the rows of merged leads, once it is known how far the calls of the same deliveries bring each new one. */
export function planContacts(
  { saved, fresh, changed }: MergedContacts,
  conversionOf: ConversionOf,
): Plan<MergedContacts["saved"]> {
  const made = fresh.map((state) => ({ ...rowToWrite(state), conversion: conversionOf(state.id as number) }));
  const statements = [...toInsert("contacts", made), ...toUpdate("contacts", "id", changed.map(rowToWrite))];
  return { result: saved, statements };
}

/** The row that is this person; null where several may be, and a call must not guess; undefined where there is none. */
function findState(
  states: readonly State[],
  { callId }: DescribedContact,
  { leadId, phone, keys }: Identity,
): State | null | undefined {
  const known = keys.map((key) => states.find((state) => state.leadId === null && state.matchKey === key));
  const withoutId = known.find((state) => state !== undefined);
  if (leadId !== null) return states.find((state) => state.leadId === leadId) ?? withoutId;
  const leads = phone === null ? [] : states.filter((state) => state.leadId !== null && state.phoneKey === phone);
  if (leads.length > 1 && callId !== null) return null;
  return leads.length === 1 ? leads[0] : withoutId;
}

function addState(states: State[], { receivedAt, isTest }: DescribedContact, { leadId, keys }: Identity): State | null {
  const [matchKey = null] = keys;
  if (leadId === null && matchKey === null) return null;
  const made = { merged: null, looksLikeSeveral: null, isTest, createdAt: receivedAt, isDirty: true };
  const state: State = { id: null, leadId, matchKey, phoneKey: null, ...made };
  states.push(state);
  return state;
}

function stateOf(row: ContactRow): State {
  const { id, leadId, matchKey, phoneKey, looksLikeSeveral, extra, lastEventId, fieldEvents, isTest, createdAt } = row;
  const fields = Object.fromEntries(FIELDS.map((field) => [field, row[field] ?? null]));
  const merged = { fields, extra, lastEventId, fieldEvents, provisional: null };
  return { id, leadId, matchKey, phoneKey, merged, looksLikeSeveral, isTest, createdAt, isDirty: false };
}

function mergeInto(state: State, { contact, eventId, receivedAt, isTest }: DescribedContact, who: Identity): boolean {
  const { extra, ...said } = { ...contact, leadId: who.leadId };
  const isSeveral =
    state.looksLikeSeveral === null && state.merged !== null && isSomebodyElse(state.merged.fields, contact);
  if (isSeveral) state.looksLikeSeveral = true;
  const fields = Object.fromEntries(FIELDS.map((field) => [field, said[field]]));
  const { isChanged, isNews, ...merged } = mergeFields(state.merged, { fields, extra, eventId }, COMPANIONS);
  state.isDirty ||= isSeveral || isNews || (state.isTest && !isTest) || receivedAt < state.createdAt;
  state.merged = merged;
  state.leadId = merged.fields.leadId as string | null;
  state.phoneKey = phoneKey(merged.fields as { phoneE164: string | null; phoneNumber: string | null });
  state.isTest &&= isTest;
  if (receivedAt < state.createdAt) state.createdAt = receivedAt;
  return isChanged;
}

/**
 * Whether a delivery names another person than the row: no part of the name is the same, nor the e-mail address; or that
 * address is all that two whole names have in common, as in a family.
 */
function isSomebodyElse(known: Fields, said: ContactFields): boolean {
  const partsOf = ({ firstName, lastName }: Fields) =>
    foldText(`${firstName ?? ""} ${lastName ?? ""}`)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((part) => part !== "");
  const [before, after] = [new Set(partsOf(known)), partsOf(said)];
  if (before.size === 0 || after.length === 0 || after.some((part) => before.has(part))) return false;
  const isSameAddress =
    said.email !== null && known.email !== null && foldText(String(known.email)) === foldText(said.email);
  return !isSameAddress || (before.size > 1 && after.length > 1);
}

function rowToWrite({ id, merged, matchKey, looksLikeSeveral, isTest, createdAt }: State): Fields {
  if (!merged) throw new TypeError("A contact without a delivery cannot be written.");
  const { fields, extra, lastEventId, fieldEvents } = merged;
  return { id, ...fields, matchKey, looksLikeSeveral, extra, lastEventId, fieldEvents, isTest, createdAt };
}
