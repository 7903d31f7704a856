import { classNames } from "#app/lib/class-names.ts";
import { Time } from "#app/ui/time.tsx";
import type { useLive } from "#app/ui/use-live.ts";

const states = {
  off: { words: null, dot: "bg-muted" },
  live: { words: "Live", dot: "bg-ok" },
  paused: { words: "Paused", dot: "bg-muted" },
  lost: { words: "Not up to date: the connection is lost and tried again", dot: "bg-bad" },
} as const;

/** Whether a page keeps itself up to date, and as of when it is. Without JavaScript only the latter. */
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
