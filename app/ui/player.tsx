import { type KeyboardEvent, type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useHydrated } from "#app/ui/use-hydrated.ts";
import { SPEEDS, usePlayingSpeed } from "#app/ui/use-playing-speed.ts";

const STEP_SECONDS = 5;

/**
 * Plays a call's recording through our own address, so that the vendor's link never reaches the page. The browser's own
 * controls do without JavaScript; with it there are a speed, which all players share and the tab remembers, and keys.
 */
export function Player({ callId }: { callId: string }) {
  const audio = useRef<HTMLAudioElement>(null);
  const isHydrated = useHydrated();
  const { speed, setSpeed, changeSpeed } = usePlayingSpeed();
  const [hasFailed, setHasFailed] = useState(false);
  const src = `/admin/super/calls/${encodeURIComponent(callId)}/recording`;

  useEffect(() => {
    if (audio.current) audio.current.playbackRate = speed;
  }, [speed]);

  /** Before the browser's own controls see it, whose keys differ from one browser to the next. */
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
        aria-label={`Recording of call ${callId}`}
        aria-keyshortcuts="Space ArrowLeft ArrowRight Home < >"
        title={isHydrated ? "Space plays, ← and → move by five seconds, < and > change the speed" : undefined}
        src={src}
        className="min-w-48 flex-1 basis-56"
        onKeyDownCapture={press}
        onPlay={(event) => {
          pauseOthers(event);
          event.currentTarget.playbackRate = speed;
          setHasFailed(false);
        }}
        onError={() => setHasFailed(true)}
      />
      {isHydrated && (
        <select
          aria-label={`Speed of the recording of call ${callId}`}
          value={speed}
          onChange={({ currentTarget }) => setSpeed(Number(currentTarget.value))}
          className="h-8 rounded-md border border-line-strong bg-surface px-1 text-xs text-ink"
        >
          {SPEEDS.map((each) => (
            <option key={each} value={each}>
              {each}×
            </option>
          ))}
        </select>
      )}
      {hasFailed && (
        <p role="status" className="w-full text-xs text-bad">
          It could not be played.{" "}
          <a href={src} className="underline">
            See why
          </a>
        </p>
      )}
    </div>
  );
}

/** Where the length is not known yet, the browser itself keeps to it once it is. */
function seek(player: HTMLAudioElement, seconds: number): void {
  const end = Number.isFinite(player.duration) ? player.duration : seconds;
  player.currentTime = Math.max(0, Math.min(seconds, end));
}

function playOrPause(player: HTMLAudioElement): void {
  if (player.paused)
    player.play().catch(() => {}); // what went wrong is told by "error"
  else player.pause();
}

function pauseOthers({ currentTarget }: SyntheticEvent<HTMLAudioElement>): void {
  for (const other of document.querySelectorAll("audio")) if (other !== currentTarget) other.pause();
}
