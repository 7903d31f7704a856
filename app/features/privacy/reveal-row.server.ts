import { z } from "zod";
import { findEvent } from "#app/db/call-events.server.ts";
import { findCall } from "#app/db/calls.server.ts";
import { findContact } from "#app/db/contacts.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";

const storable = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => !text.includes("\0"));

/** Which row a viewer asks to see whole, and why. */
export const Reveal = z.object({
  what: z.enum(["lead", "call", "delivery"]),
  id: storable(200).min(1),
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
    const { first_name, last_name, phone_e164, phone_number, email, address, city, state, zip, extra } = lead;
    const name = [first_name, last_name].filter(Boolean).join(" ");
    const place = [address, city, state, zip].filter(Boolean).join(", ");
    return { Name: name, Phone: phone_e164 ?? phone_number, "E-mail": email, Address: place, ...asText(extra) };
  },
  async call(db, id) {
    const call = await findCall(db, id);
    if (!call) return null;
    const { phone_e164, phone_number, caller_id, agent_comment, extra } = call;
    const phone = phone_e164 ?? phone_number;
    return { Phone: phone, "Caller id": caller_id, Comment: agent_comment, ...asText(extra) };
  },
  async delivery(db, id) {
    const event = z.uuid().safeParse(id).success ? await findEvent(db, id) : null;
    if (!event) return null;
    const body = event.body && new TextDecoder().decode(event.body.subarray(0, 64 * 1024));
    return { Note: event.error, Query: event.query, Body: body, ...asText(event.headers) };
  },
};

function asText(record: Record<string, unknown>): Record<string, string> {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, text(value)]));
}
