import { useSearchParams } from "@remix-run/react";
import { formatNumber } from "#app/lib/format-number.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { LiveState } from "#app/ui/live.tsx";
import { useHydrated } from "#app/ui/use-hydrated.ts";
import type { useTail } from "#app/ui/use-tail.ts";

type Tail = Pick<ReturnType<typeof useTail>, Exclude<keyof ReturnType<typeof useTail>, "page">>;

/** Starts, pauses and stops the live list, and shows the number of new rows. It needs JavaScript. */
export function TailBar({ tail }: { tail: Tail }) {
  const [query] = useSearchParams();
  const isHydrated = useHydrated();
  if (!tail.isOnNewest) return null;
  const other = new URLSearchParams(query);
  if (tail.isLive) other.delete("live");
  else other.set("live", "1");
  return (
    // Without JavaScript it takes the same room, so that nothing moves when the script has come.
    <div className={isHydrated ? "contents" : "invisible contents"}>
      {tail.isLive && <LiveState live={tail.live} />}
      {tail.isLive && (
        <Button type="button" onClick={tail.isPaused ? tail.goOn : tail.pause}>
          {tail.isPaused ? "Resume" : "Pause"}
        </Button>
      )}
      <LinkButton to={`?${other}`} preventScrollReset replace>
        {tail.isLive ? "Stop following" : "Follow live"}
      </LinkButton>
    </div>
  );
}

/** "12 new": stays visible while somebody reads further down. */
export function Waiting({ tail }: { tail: Tail }) {
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
