import { useSyncExternalStore } from "react";

/** How fast recordings may be played. */
export const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];

const KEY = "playing-speed";
const listeners = new Set<() => void>();
let chosen: number | undefined;

function read(): number {
  chosen ??= SPEEDS.find((speed) => String(speed) === sessionStorage.getItem(KEY)) ?? 1;
  return chosen;
}

function setSpeed(speed: number): void {
  chosen = speed;
  sessionStorage.setItem(KEY, String(speed));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The next speed, or the one before. */
function changeSpeed(by: 1 | -1): void {
  const next = SPEEDS[SPEEDS.indexOf(read()) + by];
  if (next !== undefined) setSpeed(next);
}

/** The speed that all players of this tab share. */
export function usePlayingSpeed() {
  const speed = useSyncExternalStore(subscribe, read, () => 1);
  return { speed, setSpeed, changeSpeed };
}
