import { type ReactNode, useState } from "react";
import { classNames } from "#app/lib/class-names.ts";
import { Time } from "#app/ui/time.tsx";
import type { LiveState as State, useLive } from "#app/ui/use-live.ts";

const states: Record<State, { words: string | null; dot: string }> = {
  off: { words: null, dot: "bg-muted" },
  live: { words: "Live", dot: "bg-ok" },
  asking: { words: "Checks every 10 seconds", dot: "bg-ok" },
  paused: { words: "Paused", dot: "bg-muted" },
  away: { words: "Database unreachable, waiting for it", dot: "bg-bad" },
  lost: { words: "Connection lost, reconnecting", dot: "bg-bad" },
  "signed out": { words: "Signed out. Reload the page to sign in", dot: "bg-bad" },
};

/** Whether the page updates automatically, and when it was last updated. Without JavaScript only the latter. */
export function LiveState({ live: { state, updatedAt } }: { live: ReturnType<typeof useLive> }) {
  const { words, dot } = states[state];
  return (
    <p className="flex items-center gap-1.5 text-xs text-ink-soft">
      {words !== null && <span aria-hidden="true" className={classNames("size-2 rounded-full", dot)} />}
      <span role="status">{words}</span>
      <span className="text-ink-faint">
        {words !== null && "· "}as of <Time at={updatedAt} />
      </span>
    </p>
  );
}

/**
 * Freezes its content while it has the pointer or the focus, so that no row moves
 * under a click. `children` is told whether it is frozen. Give it a key that changes with the URL.
 */
export function Steady({ children }: { children: (isHeld: boolean) => ReactNode }) {
  const [held, setHeld] = useState<ReactNode>(null);
  const hold = () => setHeld((before: ReactNode) => before ?? children(true));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only observes its content
    <div
      onPointerEnter={hold}
      onPointerLeave={() => setHeld(null)}
      onFocus={hold}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setHeld(null);
      }}
    >
      {held ?? children(false)}
    </div>
  );
}
