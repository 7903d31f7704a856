import { CHANGE_KINDS } from "#app/lib/change-kinds.ts";
import { keepAsking, type Listener, openStream, SILENT_AFTER_MS, type Told } from "#app/ui/live-stream.ts";

/** The lock that the window with the stream holds, and the channel on which it passes on what it hears. */
const NAME = "portal-live";

/** `isNew`: a window asks what it missed before it came. */
type Said = Told | { isNew: true };

/**
 * Hears of changes over one stream for all windows of this browser: over HTTP/1.1 it opens only six connections to a host, so
 * a stream for each window would keep the seventh from loading. When the window that has the stream closes or is hidden, another
 * one opens it. Without TLS there are no locks, and each window asks. @returns what ends it
 */
export function listenTogether(listener: Listener): () => void {
  if (!navigator.locks || !window.BroadcastChannel) return keepAsking(listener);
  const channel = new BroadcastChannel(NAME);
  const leaving = new AbortController();
  let silence: ReturnType<typeof setTimeout>;
  let isNew = true;
  /** What this window passed on or heard last. */
  let latest: Told | undefined;

  function hear(told: Told): void {
    clearTimeout(silence);
    if (told.state !== "off")
      silence = setTimeout(() => hear({ ...told, state: "lost", changed: [] }), SILENT_AFTER_MS);
    const isBehind = isNew && listener.since() < told.changedAt;
    isNew = false;
    latest = told;
    listener.tell(isBehind ? { ...told, changed: CHANGE_KINDS } : told);
  }

  let passOn = (_told: Told) => {};
  channel.onmessage = ({ data: said }: MessageEvent<Said>) => {
    if (!("isNew" in said)) hear(said);
    else if (latest) passOn({ ...latest, changed: [] });
  };
  channel.postMessage({ isNew: true } satisfies Said);

  function takeTheLead(): Promise<void> {
    return new Promise((resolve) => {
      if (leaving.signal.aborted) return resolve();
      passOn = (told) => channel.postMessage(told);
      const close = openStream({
        since: () => Math.max(listener.since(), latest?.changedAt ?? 0),
        tell: (told) => {
          passOn(told);
          hear(told);
        },
      });
      leaving.signal.addEventListener("abort", () => {
        close();
        resolve();
      });
    });
  }
  navigator.locks.request(NAME, { signal: leaving.signal }, takeTheLead).catch(() => {}); // left before its turn came

  return () => {
    leaving.abort();
    clearTimeout(silence);
    channel.close();
  };
}
