import { useNavigation, useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ChangeKind } from "#app/lib/change-kinds.ts";
import { useClock } from "#app/ui/clock.tsx";

/** off: without JavaScript, or not begun. paused: asked for, or nobody sees the page. lost: changes are missed. */
export type LiveState = "off" | "live" | "paused" | "lost";

type Options = {
  /** Which changes count. Default: all. */
  kinds?: readonly ChangeKind[];
  isPaused?: boolean;
  /** Also without a change, for what time alone makes old. */
  atLeastEveryMs?: number;
};

const AT_MOST_EVERY_MS = 2_000;
const TRY_AGAIN_MS = 15_000;

/**
 * Keeps a page up to date while somebody sees it: the server says that something changed, the page looks again. A page
 * that was hidden or cut off is told, when it is back, if it missed anything. `updatedAt` is when the page was last loaded.
 */
export function useLive({ kinds, isPaused = false, atLeastEveryMs }: Options = {}): {
  state: LiveState;
  updatedAt: Date;
} {
  const { revalidate } = useRevalidator();
  const isOnTheWay = useNavigation().state !== "idle";
  const { now: updatedAt } = useClock();
  const isHidden = useSyncExternalStore(
    onVisibilityChange,
    () => document.hidden,
    () => false,
  );
  const isOpen = !isPaused && !isHidden;
  const [state, setState] = useState<LiveState>("off");
  const isLate = useRef(false);
  function look() {
    // To interrupt a navigation would lose what its answer says once. It may have read before the change.
    if (isOnTheWay) isLate.current = true;
    else revalidate();
  }
  const latest = useRef({ kinds, look, updatedAt });
  latest.current = { kinds, look, updatedAt };

  useEffect(() => {
    if (isOnTheWay || !isLate.current) return;
    isLate.current = false;
    revalidate();
  }, [isOnTheWay, revalidate]);

  useEffect(() => {
    if (!isOpen) {
      setState("paused");
      return;
    }
    return openStream({
      since: () => latest.current.updatedAt,
      setState,
      onChange: atMostEvery(AT_MOST_EVERY_MS, () => latest.current.look()),
      isOfInterest: (changed) => latest.current.kinds?.some((kind) => changed.includes(kind)) ?? true,
    });
  }, [isOpen]);

  useEffect(() => {
    if (atLeastEveryMs === undefined || state !== "live") return;
    const timer = setInterval(() => latest.current.look(), atLeastEveryMs);
    return () => clearInterval(timer);
  }, [state, atLeastEveryMs]);

  return { state, updatedAt };
}

function onVisibilityChange(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

type Stream = {
  since: () => Date;
  setState: (state: LiveState) => void;
  onChange: { run: () => void; stop: () => void };
  isOfInterest: (kinds: ChangeKind[]) => boolean;
};

/** @returns what closes it */
function openStream({ since, setState, onChange, isOfInterest }: Stream): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function open() {
    source = new EventSource(`/admin/super/live?since=${since().getTime()}`);
    source.onopen = () => setState("live");
    source.onerror = () => {
      setState("lost");
      // The browser tries again by itself, but not after an answer that is no stream, such as 503.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, TRY_AGAIN_MS);
    };
    source.addEventListener("lost", () => setState("lost"));
    source.addEventListener("change", ({ data }) => {
      setState("live");
      if (isOfInterest(JSON.parse(data))) onChange.run();
    });
  }
  open();
  return () => {
    clearTimeout(timer);
    onChange.stop();
    source.close();
  };
}

function atMostEvery(milliseconds: number, work: () => void): { run: () => void; stop: () => void } {
  let lastAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = () => {
    timer = undefined;
    lastAt = Date.now();
    work();
  };
  return {
    run: () => {
      timer ??= setTimeout(run, Math.max(0, lastAt + milliseconds - Date.now()));
    },
    stop: () => clearTimeout(timer),
  };
}
