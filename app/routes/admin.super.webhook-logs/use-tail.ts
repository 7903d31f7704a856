import { useLocation, useSearchParams } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useLive } from "#app/ui/use-live.ts";
import type { readLogs } from "./read-logs.server.ts";

/** Who has scrolled further than this is reading, and must not have the rows moved under their eyes, in CSS pixels. */
const READING_FROM = 160;

type Loaded = Awaited<ReturnType<typeof readLogs>>;

/**
 * The list that keeps itself up to date where the address says `live=1`: new rows come in at the top, or, while somebody
 * is reading further down or has paused it, wait to be shown. The page's own data, looked at again, and not a fetcher's:
 * what an effect does about `fetcher.data` is sometimes not done (any render reads what has just come, also one that React
 * then throws away as unchanged).
 */
export function useTail(loaded: Loaded) {
  const [query] = useSearchParams();
  const { key: visit } = useLocation();
  const [shown, setShown] = useState({ visit, page: loaded });
  const [isPaused, setPaused] = useState(false);
  const isOnNewest = !query.has("before") && !query.has("after");
  const isLive = isOnNewest && query.has("live");
  const live = useLive({ kinds: ["deliveries"], isPaused: !isLive });
  const showLoaded = () => setShown({ visit, page: loaded });

  useEffect(() => {
    const mustStay = isLive && (isPaused || window.scrollY >= READING_FROM);
    setShown((before) => (mustStay && before.visit === visit ? before : { visit, page: loaded }));
  }, [loaded, visit, isLive, isPaused]);

  // What was shown before somebody went to another filter has nothing to do with it.
  const page = shown.visit === visit ? shown.page : loaded;
  const shownIds = new Set(page.rows.map(({ id }) => id));
  return {
    page,
    isOnNewest,
    isLive,
    live: isPaused ? { ...live, state: "paused" as const } : live,
    waiting: loaded.rows.filter(({ id }) => !shownIds.has(id)).length,
    /** No row of the page is left in the newest one, so there may be more. */
    isMore: loaded.rows.every(({ id }) => !shownIds.has(id)),
    showWaiting: showLoaded,
    isPaused,
    pause: () => setPaused(true),
    goOn: () => {
      setPaused(false);
      showLoaded();
    },
  };
}
