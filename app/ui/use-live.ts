import { useActionData, useNavigation, useRevalidator } from "@remix-run/react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ChangeKind } from "#app/lib/change-kinds.ts";
import { listenTogether } from "#app/ui/listen-together.ts";
import type { StreamState } from "#app/ui/live-stream.ts";
import { useClock } from "#app/ui/time.tsx";

/** off: also without JavaScript, or not started. paused: by the user, or the page is hidden. */
export type LiveState = "paused" | StreamState;

type Options = {
  /** The kinds of change to react to. Default: all. */
  kinds?: readonly ChangeKind[];
  isPaused?: boolean;
  /** Reload this often even without a change, for figures that depend on the time. */
  atLeastEveryMs?: number;
};

const AT_MOST_EVERY_MS = 2_000;

/**
 * Keeps a visible page up to date: the server announces a change, and the page loads its data again. After being hidden
 * or disconnected the page learns whether it missed a change. While it shows the answer to a form it waits, since loading the
 * data again would drop that answer. `updatedAt`: when its data was last loaded.
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
  const isAnswered = useActionData() !== undefined;
  const isOpen = !isPaused && !isHidden && !isAnswered;
  const [state, setState] = useState<LiveState>("off");
  const isLate = useRef(false);
  function look() {
    // Interrupting a navigation would lose its flash message. Reload after it, since it may predate the change.
    if (isOnTheWay) isLate.current = true;
    else revalidate();
  }
  const latest = useRef({ kinds, look, updatedAt });
  latest.current = { kinds, look, updatedAt };

  useEffect(() => {
    if (isOnTheWay || isAnswered || !isLate.current) return;
    isLate.current = false;
    revalidate();
  }, [isOnTheWay, isAnswered, revalidate]);

  useEffect(() => {
    if (!isOpen) {
      setState("paused");
      return;
    }
    const change = atMostEvery(AT_MOST_EVERY_MS, () => latest.current.look());
    const leave = listenTogether({
      since: () => latest.current.updatedAt.getTime(),
      tell: ({ state, changed }) => {
        setState(state);
        if (changed.some((kind) => latest.current.kinds?.includes(kind) ?? true)) change.run();
      },
    });
    return () => {
      leave();
      change.stop();
    };
  }, [isOpen]);

  useEffect(() => {
    if (atLeastEveryMs === undefined || (state !== "live" && state !== "asking")) return;
    const timer = setInterval(() => latest.current.look(), atLeastEveryMs);
    return () => clearInterval(timer);
  }, [state, atLeastEveryMs]);

  return { state, updatedAt };
}

function onVisibilityChange(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
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
