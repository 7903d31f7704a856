import type { Database } from "#app/db/connection/pool.server.ts";
import { listNotesOn, type Note, type NoteTarget } from "#app/db/notes/notes.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { mayDeleteNote } from "#app/features/notes/write-note.server.ts";

/** A note as a page shows it, and whether its reader may delete it. */
export type ShownNote = Note & { mayDelete: boolean };

/** The notes on a lead or a call, masked by `shown`, as this admin may see them. */
export async function listShownNotes(
  db: Database,
  target: NoteTarget,
  admin: Admin,
  shown: (note: Note) => Note,
): Promise<ShownNote[]> {
  const notes = await listNotesOn(db, target);
  return notes.map((note) => ({ ...shown(note), mayDelete: mayDeleteNote(note, admin) }));
}
