import { lazy, Suspense, useEffect } from "react";
import { callPath } from "#app/lib/call-path.ts";
import { buttonClass } from "#app/ui/buttons.tsx";
import { type Listened, listenTo, tellRows, useListened } from "#app/ui/listened.ts";
import { useHydrated } from "#app/ui/use-hydrated.ts";

/**
 * Plays the recording of a row in the bar at the end of the page. Without JavaScript it is a link to the call's page,
 * which has another player.
 */
export function PlayButton({ callId, about }: Listened) {
  const isHydrated = useHydrated();
  const isPlaying = useListened()?.callId === callId;
  useEffect(() => {
    tellRows();
    return tellRows;
  }, []);
  const words = { "aria-label": `Play the recording of call ${callId}`, className: buttonClass("plain", "h-8 md:h-7") };
  if (!isHydrated) {
    return (
      <a href={`${callPath(callId)}#recording`} {...words}>
        <PlaySign /> Play
      </a>
    );
  }
  return (
    <button
      type="button"
      {...words}
      aria-pressed={isPlaying}
      data-play={callId}
      data-about={about}
      onClick={() => listenTo({ callId, about })}
    >
      <PlaySign /> {isPlaying ? "Playing" : "Play"}
    </button>
  );
}

const Bar = lazy(() => import("#app/ui/listening-bar.tsx"));

/** One player for all rows of the page, at the end of the window while a recording is chosen. Loaded when it is needed. */
export function ListeningBar() {
  const listened = useListened();
  if (!listened) return null;
  return (
    <Suspense>
      <Bar key={listened.callId} listened={listened} />
    </Suspense>
  );
}

function PlaySign() {
  return (
    <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 fill-current">
      <path d="M1 0 10 5 1 10Z" />
    </svg>
  );
}
