import { setTimeout as sleep } from "node:timers/promises";
import { listenForChanges } from "#app/db/connection/changes.server.ts";
import { env } from "#app/env.server.ts";
import { CHANGE_KINDS, type ChangeKind } from "#app/lib/change-kinds.ts";
import { singleton } from "#app/lib/singleton.ts";
import { log } from "#app/log.server.ts";

/** Somebody who wants to know what changes. `owner` tells whose pages they are, so that nobody opens any number. */
export type Watcher = {
  owner: string;
  changed: (kinds: readonly ChangeKind[]) => void;
  /** Changes are missed from now on; `changed` comes when that is over. */
  lost: () => void;
  /** The process stops. */
  end: () => void;
};

type Feed = {
  watchers: Set<Watcher>;
  stopping: AbortController;
  listening: Promise<void> | null;
  listeningSince: number;
  /** The database cannot be listened to, so changes are missed. */
  isLost: boolean;
  lastChangeAt: number;
};

const LISTEN_AGAIN_MS = 2_000;
const MOST_OF_AN_OWNER = 6;
const MOST_OF_ALL = 300;

function feed(): Feed {
  return singleton("watch-changes", () => ({
    watchers: new Set(),
    stopping: new AbortController(),
    listening: null,
    listeningSince: Number.POSITIVE_INFINITY,
    isLost: false,
    lastChangeAt: 0,
  }));
}

/** Whether anybody can watch: not on Vercel, where a stream would hold a function for as long as a page is open. */
export function isWatchingPossible(): boolean {
  return !env().VERCEL;
}

/** Whether there is room for one more watcher of this owner. */
export function mayWatch(owner: string): boolean {
  const { watchers, stopping } = feed();
  const ofOwner = [...watchers].filter((watcher) => watcher.owner === owner).length;
  return ofOwner < MOST_OF_AN_OWNER && watchers.size < MOST_OF_ALL && !stopping.signal.aborted;
}

/**
 * Tells `watcher` of every change from now on, and at once if anything may have changed after the moment `since`
 * (milliseconds since 1970). All watchers of a process share one connection that listens.
 * @returns what ends it
 */
export function watchChanges(watcher: Watcher, since: number): () => void {
  const state = feed();
  state.watchers.add(watcher);
  state.listening ??= listen(state);
  if (state.isLost) watcher.lost();
  else if (isListening(state) && mayHaveChanged(state, since)) watcher.changed(CHANGE_KINDS);
  return () => void state.watchers.delete(watcher);
}

/** For pages that ask instead: whether anything may have changed after `since`; "lost" while changes are missed. `at`: now. */
export function askForChanges(since: number): { said: "changed" | "same" | "lost"; at: number } {
  const state = feed();
  state.listening ??= listen(state);
  const said = state.isLost ? "lost" : mayHaveChanged(state, since) ? "changed" : "same";
  return { said, at: Date.now() };
}

/** Ends every watch and the connection, because the process stops. */
export async function endWatching(): Promise<void> {
  const state = feed();
  state.stopping.abort();
  for (const watcher of [...state.watchers]) watcher.end();
  state.watchers.clear();
  await state.listening;
}

const isListening = ({ listeningSince }: Feed) => Number.isFinite(listeningSince);

/** Always so until the database is listened to. */
const mayHaveChanged = ({ listeningSince, lastChangeAt }: Feed, since: number) =>
  since < Math.max(listeningSince, lastChangeAt);

async function listen(state: Feed): Promise<void> {
  const { signal } = state.stopping;
  const tell = (kinds: readonly ChangeKind[]) => {
    state.lastChangeAt = Date.now();
    for (const { changed } of state.watchers) changed(kinds);
  };
  const on = {
    // Whatever happened before went unheard.
    listening: () => {
      state.listeningSince = Date.now();
      state.isLost = false;
      tell(CHANGE_KINDS);
    },
    changes: (said: string[]) => tell(CHANGE_KINDS.filter((kind) => said.includes(kind))),
  };
  while (!signal.aborted) {
    try {
      await listenForChanges(on, signal);
    } catch (error) {
      const level = state.isLost ? "debug" : "warn"; // once for each time that it is away
      log()[level]({ err: error }, "changes are not noticed until the database can be listened to again");
      if (!state.isLost) for (const { lost } of state.watchers) lost();
      state.isLost = true;
      state.listeningSince = Number.POSITIVE_INFINITY;
      await sleep(LISTEN_AGAIN_MS, undefined, { ref: false, signal }).catch(() => {}); // told to stop
    }
  }
}
