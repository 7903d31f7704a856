import { useSyncExternalStore } from "react";

/** The call whose recording the bar plays. `about`: the lead, in words. */
export type Listened = { callId: string; about: string };

const listeners = new Set<() => void>();
let chosen: Listened | undefined;
let rowsVersion = 0;

function tell(): void {
  for (const listener of listeners) listener();
}

/** Plays another recording, or none. */
export function listenTo(next: Listened | undefined): void {
  chosen = next;
  tell();
}

/** Tells that the page got or lost a row that can be played. */
export function tellRows(): void {
  rowsVersion++;
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the player plays. Undefined on the server. */
export function useListened(): Listened | undefined {
  return useSyncExternalStore(
    subscribe,
    () => chosen,
    () => undefined,
  );
}

/** Renders again when the page gets or loses a row that can be played. */
export function useRows(): void {
  useSyncExternalStore(
    subscribe,
    () => rowsVersion,
    () => 0,
  );
}
