import { type KeyboardEvent, type SyntheticEvent, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { recordingName, recordingPath } from "#app/lib/call-path.ts";
import { classNames } from "#app/lib/class-names.ts";
import { NeedsRole } from "#app/ui/roles.tsx";
import { useHydrated } from "#app/ui/use-hydrated.ts";

const STEP_SECONDS = 5;

type PlayerProps = { callId: string; place?: number; autoPlay?: boolean };

/**
 * Plays a call's recording, the one at a place or the one that plays first, through the portal, so that the vendor's link never
 * reaches the page. The browser's own controls work without JavaScript. With it there are keys, and a speed that all players of
 * the tab share.
 */
export function Player({ callId, place, autoPlay = false }: PlayerProps) {
  const audio = useRef<HTMLAudioElement>(null);
  const isHydrated = useHydrated();
  const { speed, setSpeed, changeSpeed } = usePlayingSpeed();
  const [failure, setFailure] = useState<string>();
  const src = recordingPath(callId, place);
  const name = recordingName(callId, place);
  const theName = place === undefined ? `the ${name}` : name;

  useEffect(() => {
    if (audio.current) audio.current.playbackRate = speed;
  }, [speed]);

  /** Runs before the browser's own controls, whose keys differ between browsers. */
  function press(event: KeyboardEvent<HTMLAudioElement>) {
    const { key, ctrlKey, altKey, metaKey, currentTarget: player } = event;
    if (ctrlKey || altKey || metaKey) return;
    if (key === " ") playOrPause(player);
    else if (key === "ArrowLeft") seek(player, player.currentTime - STEP_SECONDS);
    else if (key === "ArrowRight") seek(player, player.currentTime + STEP_SECONDS);
    else if (key === "Home") seek(player, 0);
    else if (key === "<") changeSpeed(-1);
    else if (key === ">") changeSpeed(1);
    else return;
    event.preventDefault();
  }

  return (
    <div className="flex max-w-full flex-wrap items-center gap-1.5">
      {/* biome-ignore lint/a11y/useMediaCaption: phone calls come without captions */}
      <audio
        ref={audio}
        controls
        preload="none"
        autoPlay={autoPlay}
        aria-label={name.replace("r", "R")}
        aria-keyshortcuts="Space ArrowLeft ArrowRight Home < >"
        title={isHydrated ? "Space: play or pause. ← and →: skip 5 seconds. < and >: change the speed." : undefined}
        src={src}
        className="min-w-48 flex-1 basis-56"
        onKeyDownCapture={press}
        onPlay={(event) => {
          pauseOthers(event);
          event.currentTarget.playbackRate = speed;
          setFailure(undefined);
        }}
        onError={async () => setFailure(await askWhy(src))}
      />
      <select
        aria-label={`Speed of ${theName}`}
        value={speed}
        onChange={({ currentTarget }) => setSpeed(Number(currentTarget.value))}
        className={classNames(
          "h-8 rounded-md border border-line-strong bg-surface px-1 text-xs text-ink",
          !isHydrated && "invisible",
        )}
      >
        {SPEEDS.map((each) => (
          <option key={each} value={each}>
            {each}×
          </option>
        ))}
      </select>
      <NeedsRole atLeast="operator">
        <a
          href={src}
          download={name}
          aria-label={`Download ${theName}`}
          className="px-1 text-xs font-medium text-accent underline-offset-2 hover:underline print:hidden"
        >
          Download
        </a>
      </NeedsRole>
      <p role="status" className="w-full text-xs text-bad empty:hidden">
        {failure}
      </p>
    </div>
  );
}

/** What our own address says of a recording that the browser could not play: players do not tell. */
async function askWhy(src: string): Promise<string> {
  try {
    const response = await fetch(src, { headers: { range: "bytes=0-1023" } });
    if (!response.ok) return `The recording could not be played. ${await response.text()}`;
    await response.body?.cancel();
    return "The recording could not be played: this browser does not support its audio format.";
  } catch {
    return "The recording could not be played: the portal did not answer.";
  }
}

/** If the length is still unknown, the browser limits the position later. */
function seek(player: HTMLAudioElement, seconds: number): void {
  const end = Number.isFinite(player.duration) ? player.duration : seconds;
  player.currentTime = Math.max(0, Math.min(seconds, end));
}

function playOrPause(player: HTMLAudioElement): void {
  if (player.paused)
    player.play().catch(() => {}); // the "error" event reports it
  else player.pause();
}

function pauseOthers({ currentTarget }: SyntheticEvent<HTMLAudioElement>): void {
  for (const other of document.querySelectorAll("audio")) if (other !== currentTarget) other.pause();
}

/** The playback speeds. */
const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];

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

/** Selects the next faster or slower speed. */
function changeSpeed(by: 1 | -1): void {
  const next = SPEEDS[SPEEDS.indexOf(read()) + by];
  if (next !== undefined) setSpeed(next);
}

/** The playback speed of all players in this tab. */
function usePlayingSpeed() {
  const speed = useSyncExternalStore(subscribe, read, () => 1);
  return { speed, setSpeed, changeSpeed };
}
