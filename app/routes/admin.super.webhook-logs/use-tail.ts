import { useFetcher, useLocation, useSearchParams } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useLive } from "#app/ui/use-live.ts";
import type { readLogs } from "./read-logs.server.ts";

/** Who has scrolled further than this is reading, and must not have the rows moved under their eyes, in CSS pixels. */
const READING_FROM = 160;

type Loaded = Awaited<ReturnType<typeof readLogs>>;

/**
 * The list that keeps itself up to date where the address says `live=1`: new rows come in at the top, or, while somebody
 * is reading further down or has paused it, wait to be shown.
 */
export function useTail(loaded: Loaded) {
  const [query] = useSearchParams();
  const { pathname, search } = useLocation();
  const fetcher = useFetcher<typeof readLogs>();
  const [page, setPage] = useState(loaded);
  const [latest, setLatest] = useState(loaded);
  const [isPaused, setPaused] = useState(false);
  const isOnNewest = !query.has("before") && !query.has("after");
  const isLive = isOnNewest && query.has("live");
  const { state } = useLive({
    kinds: ["deliveries"],
    isPaused: !isLive,
    onChange: () => fetcher.load(pathname + search),
  });

  useEffect(() => {
    setPage(loaded);
    setLatest(loaded);
  }, [loaded]);

  useEffect(() => {
    if (!fetcher.data || !isLive) return;
    setLatest(fetcher.data);
    if (!isPaused && window.scrollY < READING_FROM) setPage(fetcher.data);
  }, [fetcher.data, isLive, isPaused]);

  const shownIds = new Set(page.rows.map(({ id }) => id));
  return {
    page,
    isOnNewest,
    isLive,
    live: { state: isPaused ? ("paused" as const) : state, updatedAt: latest.now },
    waiting: latest.rows.filter(({ id }) => !shownIds.has(id)).length,
    /** No row of the page is left in the newest one, so there may be more. */
    isMore: latest.rows.every(({ id }) => !shownIds.has(id)),
    showWaiting: () => setPage(latest),
    isPaused,
    pause: () => setPaused(true),
    goOn: () => {
      setPaused(false);
      setPage(latest);
    },
  };
}
