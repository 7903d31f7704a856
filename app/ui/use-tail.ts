import { useLocation, useSearchParams } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { ChangeKind } from "#app/lib/change-kinds.ts";
import { useLive } from "#app/ui/use-live.ts";

/** Scrolled further than this, somebody is reading, and rows must not move. In CSS pixels. */
const READING_FROM = 160;

type Options<Row> = {
  /** The kinds of change that can bring new rows or change what is shown. */
  kinds: readonly ChangeKind[];
  keyOf: (row: Row) => string | number;
};

/**
 * The list that keeps itself up to date where the address says `live=1`: new rows come in at the top, or, while somebody
 * is reading further down or has paused it, wait to be shown. The page's own data, looked at again, and not a fetcher's:
 * what an effect does about `fetcher.data` is sometimes not done (any render reads what has just come, also one that React
 * then throws away as unchanged).
 */
export function useTail<Loaded extends { rows: unknown[] }>(
  loaded: Loaded,
  { kinds, keyOf }: Options<Loaded["rows"][number]>,
) {
  const [query] = useSearchParams();
  const { key: visit } = useLocation();
  const [shown, setShown] = useState({ visit, page: loaded });
  const [isPaused, setPaused] = useState(false);
  const isOnNewest = ["before", "after", "sort"].every((name) => !query.get(name));
  const isLive = isOnNewest && query.has("live");
  const live = useLive({ kinds, isPaused: !isLive });
  const showLoaded = () => setShown({ visit, page: loaded });

  useEffect(() => {
    const mustStay = isLive && (isPaused || window.scrollY >= READING_FROM);
    setShown((before) => (mustStay && before.visit === visit ? before : { visit, page: loaded }));
  }, [loaded, visit, isLive, isPaused]);

  // Rows of another filter do not count.
  const page = shown.visit === visit ? shown.page : loaded;
  const shownKeys = new Set(page.rows.map(keyOf));
  return {
    page,
    isOnNewest,
    isLive,
    live: isPaused ? { ...live, state: "paused" as const } : live,
    waiting: loaded.rows.filter((row) => !shownKeys.has(keyOf(row))).length,
    /** The shown rows and the newest page do not overlap, so there may be more new rows. */
    isMore: loaded.rows.every((row) => !shownKeys.has(keyOf(row))),
    showWaiting: showLoaded,
    isPaused,
    pause: () => setPaused(true),
    goOn: () => {
      setPaused(false);
      showLoaded();
    },
  };
}
