import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { findHeldRows } from "#app/db/keeping/held-rows.server.ts";
import { lockKeeping } from "#app/db/keeping/lock-keeping.server.ts";
import { deleteNote, findNote, insertNote, type Note, type NoteTarget } from "#app/db/notes/notes.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { NOTE_LENGTH } from "#app/lib/note-length.ts";
import { isAtLeast } from "#app/lib/roles.ts";

/** Control characters, but for tabs and line breaks: nobody sees them. */
const UNSEEN = /(?![\t\n])\p{Cc}/gu;
/** Something that is neither a blank nor invisible. */
const SEEN = /[^\p{Cc}\p{Cf}\p{Z}]/u;

/** The text of a note, as a form sends it: browsers write a line break as two characters. */
export const NoteText = z
  .string()
  .transform((text) => text.replaceAll("\r\n", "\n").replace(UNSEEN, "").trim())
  .pipe(z.string().regex(SEEN).max(NOTE_LENGTH));

const onWhat = (target: NoteTarget) =>
  "callId" in target
    ? ({ what: "call", id: target.callId } as const)
    : ({ what: "lead", id: String(target.contactId) } as const);

/** Writes a note on a lead or a call. The audit says that there is one, not what it says. @returns false where there is no such row */
export function writeNote(db: Database, target: NoteTarget, text: string, admin: Admin): Promise<boolean> {
  const { what, id } = onWhat(target);
  return db.transaction(async (transaction) => {
    const note = await insertNote(transaction, target, { text, author: admin.actor });
    if (note === null) return false;
    await recordAudit(transaction, { ...admin, action: `add note to ${what}`, target: id, details: { note } });
    return true;
  });
}

/** Whether somebody may delete a note: their own, and as an admin any. */
export function mayDeleteNote(
  { author }: Pick<Note, "author">,
  { actor, role }: Pick<Admin, "actor" | "role">,
): boolean {
  return isAtLeast(role, "admin") || (isAtLeast(role, "operator") && author === actor);
}

/** Deletes a note. @returns "none" where there is none that this admin may delete, "held" where its lead or call is on hold */
export function removeNote(db: Database, id: number, admin: Admin): Promise<"deleted" | "held" | "none"> {
  return db.transaction(async (transaction) => {
    await lockKeeping(transaction, { change: false });
    const note = await findNote(transaction, id);
    if (!note || !mayDeleteNote(note, admin)) return "none";
    const { contact_id: contactId, call_id: callId } = note;
    const keys = { contactIds: contactId === null ? [] : [contactId], callIds: callId === null ? [] : [callId] };
    const held = await findHeldRows(transaction, { ...keys, eventIds: [] });
    if (held.contactIds.length + held.callIds.length > 0) return "held";
    await deleteNote(transaction, id);
    const target = note.call_id ?? String(note.contact_id);
    const action = note.call_id === null ? "delete note of lead" : "delete note of call";
    await recordAudit(transaction, { ...admin, action, target, details: { note: id, author: note.author } });
    return "deleted";
  });
}
