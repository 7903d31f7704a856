import { useSearchParams } from "@remix-run/react";
import { formatNumber } from "#app/lib/format-number.ts";
import { Button } from "#app/ui/button.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { LiveState } from "#app/ui/live-state.tsx";
import { useHydrated } from "#app/ui/use-hydrated.ts";
import type { useTail } from "./use-tail.ts";

/** Switches the live list on, off and to a pause, and tells how many rows wait. It needs JavaScript. */
export function TailBar({ tail }: { tail: ReturnType<typeof useTail> }) {
  const [query] = useSearchParams();
  const isHydrated = useHydrated();
  if (!isHydrated || !tail.isOnNewest) return null;
  const other = new URLSearchParams(query);
  if (tail.isLive) other.delete("live");
  else other.set("live", "1");
  return (
    <>
      {tail.isLive && <LiveState live={tail.live} />}
      {tail.isLive && (
        <Button type="button" onClick={tail.isPaused ? tail.goOn : tail.pause}>
          {tail.isPaused ? "Go on" : "Pause"}
        </Button>
      )}
      <LinkButton to={`?${other}`} preventScrollReset replace>
        {tail.isLive ? "Stop following" : "Follow live"}
      </LinkButton>
    </>
  );
}

/** "12 new": stays in sight while somebody reads further down. */
export function Waiting({ tail }: { tail: ReturnType<typeof useTail> }) {
  const { waiting, isMore, showWaiting } = tail;
  return (
    <div role="status" className="sticky top-2 z-10 h-0 text-center">
      {tail.isLive && waiting > 0 && (
        <Button
          type="button"
          look="primary"
          className="mt-2 rounded-full shadow-md"
          onClick={() => {
            showWaiting();
            window.scrollTo({ top: 0 });
          }}
        >
          {formatNumber(waiting)}
          {isMore && "+"} new · show
        </Button>
      )}
    </div>
  );
}
