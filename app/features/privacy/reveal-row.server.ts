import { z } from "zod";
import { findCall } from "#app/db/calls/list-calls.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { findEvent } from "#app/db/deliveries/call-events.server.ts";
import { findContact } from "#app/db/leads/contacts.server.ts";
import { listNotesOn, type NoteTarget } from "#app/db/notes/notes.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { columnOf } from "#app/lib/column-names.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";
import type { Field, FieldTable } from "#app/lib/fields/field.ts";

const storable = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => !text.includes("\0"));

/** Which row a viewer asks to see whole, and why. */
export const Reveal = z.object({
  what: z.enum(["lead", "call", "delivery"], "Reveal details on the page of a lead, a call or a delivery."),
  id: storable(200).min(1, "Reveal details on the page of a lead, a call or a delivery."),
  reason: storable(300).min(5, "Say in a few words why you need it."),
});
export type Reveal = z.infer<typeof Reveal>;

/**
 * What is hidden of one row, in names and values. Files who asked, for which row and why, before anything is shown.
 * @returns null where there is no such row
 */
export async function revealRow(
  db: Database,
  { what, id, reason }: Reveal,
  { actor, sourceAddress }: Admin,
): Promise<Record<string, string> | null> {
  const facts = await readers[what](db, id);
  if (!facts) return null;
  await recordAudit(db, { actor, sourceAddress, action: `reveal ${what}`, target: id, details: { reason } });
  const said = Object.entries(facts).filter(([, value]) => value !== null && value !== "");
  return Object.fromEntries(said.map(([name, value]) => [name, String(value)]));
}

type Facts = Record<string, unknown> | null;

const readers: Record<Reveal["what"], (db: Database, id: string) => Promise<Facts>> = {
  async lead(db, id) {
    const lead = /^\d{1,15}$/.test(id) ? await findContact(db, Number(id)) : null;
    if (!lead) return null;
    const name = [lead.first_name, lead.last_name].filter(Boolean).join(" ");
    const notes = await notesOn(db, { contactId: lead.id });
    return { Name: name, ...masked(CONTACT_FIELDS, lead), ...notes, ...asText(lead.extra) };
  },
  async call(db, id) {
    const call = await findCall(db, id);
    if (!call) return null;
    return { ...masked(CALL_FIELDS, call), ...(await notesOn(db, { callId: call.call_id })), ...asText(call.extra) };
  },
  async delivery(db, id) {
    const event = z.uuid().safeParse(id).success ? await findEvent(db, id) : null;
    if (!event) return null;
    const body = event.body && new TextDecoder().decode(event.body.subarray(0, 64 * 1024));
    return { Note: event.error, Query: event.query, Body: body, ...asText(event.headers) };
  },
};

async function notesOn(db: Database, target: NoteTarget): Promise<Facts> {
  const notes = await listNotesOn(db, target);
  return Object.fromEntries(
    notes.map(({ text, author }, place) => [`Note ${notes.length - place} by ${author}`, text]),
  );
}

const MASKED = new Set<Field["personal"]>(["phone", "email", "hidden"]);

/** The fields of a row that viewers get masked, by their labels. */
function masked(table: FieldTable, row: Record<string, unknown>): Record<string, unknown> {
  const fields = Object.entries(table).filter(([, { personal }]) => MASKED.has(personal));
  return Object.fromEntries(fields.map(([field, { label }]) => [label, row[columnOf(field)] ?? null]));
}

function asText(record: Record<string, unknown>): Record<string, string> {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, text(value)]));
}
