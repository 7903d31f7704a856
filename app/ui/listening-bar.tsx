import { useEffect, useRef } from "react";
import { callPath } from "#app/lib/call-path.ts";
import { Button } from "#app/ui/buttons.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { type Listened, listenTo, useRows } from "#app/ui/listened.ts";
import { Player } from "#app/ui/player.tsx";

/** The player, with the calls before and after in the order of the page. */
export default function Bar({ listened }: { listened: Listened }) {
  useRows();
  const bar = useRef<HTMLElement>(null);
  const { callId, about } = listened;
  useEffect(() => {
    bar.current?.querySelector("audio")?.focus();
  }, []);
  const earlier = rowBeside(callId, -1);
  const later = rowBeside(callId, 1);
  const close = () => {
    listenTo(undefined);
    document.querySelector<HTMLElement>(`[data-play="${CSS.escape(callId)}"]`)?.focus();
  };
  return (
    <>
      <div aria-hidden="true" className="h-40 md:h-24 lg:h-16" />
      <section
        ref={bar}
        aria-label="Player"
        className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface px-4 py-2 md:px-7 print:hidden"
        onKeyDown={(event) => {
          const { key, target, ctrlKey, altKey, metaKey } = event;
          if (ctrlKey || altKey || metaKey || target instanceof HTMLSelectElement) return;
          if (key === "n" && later) listenTo(later);
          else if (key === "p" && earlier) listenTo(earlier);
          else if (key === "Escape") close();
          else return;
          event.preventDefault();
        }}
      >
        <div className="mx-auto flex max-w-360 flex-wrap items-center gap-x-4 gap-y-1">
          <p className="w-full truncate text-sm md:w-56">
            <TextLink to={callPath(callId)}>{about}</TextLink>
            <span className="block truncate text-xs text-ink-faint">{callId}</span>
          </p>
          <div className="min-w-0 flex-1 basis-72">
            <Player callId={callId} autoPlay />
          </div>
          <div className="flex gap-1">
            <Button type="button" disabled={!earlier} aria-keyshortcuts="p" onClick={() => listenTo(earlier)}>
              Previous
            </Button>
            <Button type="button" disabled={!later} aria-keyshortcuts="n" onClick={() => listenTo(later)}>
              Next
            </Button>
            <Button type="button" look="quiet" aria-label="Close the player" aria-keyshortcuts="Escape" onClick={close}>
              ✕
            </Button>
          </div>
        </div>
      </section>
    </>
  );
}

/** The row with a recording before (-1) or after (1) that of `callId`, in the order on the page. */
function rowBeside(callId: string, by: -1 | 1): Listened | undefined {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-play]")];
  const at = rows.findIndex(({ dataset }) => dataset.play === callId);
  const { play, about } = rows[at + by]?.dataset ?? {};
  return at === -1 || play === undefined ? undefined : { callId: play, about: about ?? play };
}
