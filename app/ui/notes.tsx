import { Form } from "@remix-run/react";
import type { ShownNote } from "#app/features/notes/list-shown-notes.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { NOTE_LENGTH } from "#app/lib/note-length.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { Time } from "#app/ui/time.tsx";

type On = { what: "lead" | "call"; id: string };

/** The notes on a lead or a call, the latest first, and a form for another. */
export function NotesCard({ what, id, notes }: On & { notes: ShownNote[] }) {
  return (
    <Card id="notes" title="Notes" {...(notes.length === 0 && { className: "print:hidden" })}>
      <div className="grid gap-4">
        <NeedsRole atLeast="operator" toDo="write a note">
          <Form key={notes[0]?.id} method="post" action="/admin/super/notes" className="grid gap-2">
            <Target what={what} id={id} />
            <textarea
              name="text"
              aria-label={`Note on this ${what}`}
              aria-describedby="note-limit"
              required
              rows={2}
              className="w-full rounded-md border border-line-strong bg-surface px-2.5 py-2 text-base md:text-sm"
            />
            <p id="note-limit" className="text-xs text-ink-faint">
              At most {formatNumber(NOTE_LENGTH)} characters.
            </p>
            <Button className="w-fit">Add note</Button>
          </Form>
        </NeedsRole>
        {notes.length > 0 && (
          <ul className="grid gap-3">
            {notes.map((note) => (
              <li key={note.id} className="text-sm">
                <p className="whitespace-pre-wrap">{note.text}</p>
                <div className="flex flex-wrap items-center gap-x-2 text-xs text-ink-faint">
                  <span className="break-all">{note.author}</span>
                  <Time at={note.created_at} show="both" />
                  {note.mayDelete && (
                    <Form method="post" action="/admin/super/notes">
                      <Target what={what} id={id} />
                      <input type="hidden" name="note" value={note.id} />
                      <Button name="intent" value="delete" look="quiet" className="h-6 px-1.5 text-xs md:h-6">
                        Delete<span className="sr-only"> note of {note.author}</span>
                      </Button>
                    </Form>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

function Target({ what, id }: On) {
  return (
    <>
      <input type="hidden" name="what" value={what} />
      <input type="hidden" name="id" value={id} />
    </>
  );
}
