import type { Note } from "#app/db/notes/notes.server.ts";
import { callPath } from "#app/lib/call-path.ts";
import { TextLink } from "#app/ui/links.tsx";

/** A note in the journey, on the lead or on one of its calls. */
export function NoteStep({ note: { text, author, call_id } }: { note: Note }) {
  return (
    <div className="min-w-0 text-sm">
      <span>
        Note by {author}
        {call_id !== null && (
          <>
            {" "}
            on <TextLink to={callPath(call_id)}>the call {call_id}</TextLink>
          </>
        )}
      </span>
      <p className="whitespace-pre-wrap text-ink-soft">{text}</p>
    </div>
  );
}
