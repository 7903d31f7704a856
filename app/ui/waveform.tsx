import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { WaveformDrawing } from "#app/lib/draw-waveform.server.ts";
import { formatDuration } from "#app/lib/format-number.ts";
import { useHydrated } from "#app/ui/use-hydrated.ts";

type Props = { waveform: WaveformDrawing; seconds: number | null; of: string; children: ReactNode };

/** The waveform of a recording above its player. With JavaScript it shows how far the sound is, and a click moves it there. */
export function WithWaveform({ waveform: { path, width }, seconds, of, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const isHydrated = useHydrated();
  const [played, setPlayed] = useState(0);
  const playerIn = () => box.current?.querySelector("audio") ?? null;

  useEffect(() => {
    const player = playerIn();
    const show = () => player && setPlayed(player.currentTime / lengthOf(player, seconds));
    player?.addEventListener("timeupdate", show);
    return () => player?.removeEventListener("timeupdate", show);
  });

  function seek({ clientX, currentTarget }: MouseEvent<SVGSVGElement>) {
    const player = playerIn();
    const { left, width: across } = currentTarget.getBoundingClientRect();
    if (!player || across === 0) return;
    const share = Math.max(0, Math.min(1, (clientX - left) / across));
    player.currentTime = share * lengthOf(player, seconds);
    setPlayed(share);
  }

  return (
    <div ref={box} className="grid gap-2">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the player below has the keys */}
      <svg
        role="img"
        aria-label={`Waveform of ${of}${seconds === null ? "" : `, ${formatDuration(Math.round(seconds))}`}`}
        viewBox={`0 -33 ${width} 66`}
        preserveAspectRatio="none"
        className={`h-14 w-full text-accent${isHydrated ? " cursor-pointer" : ""}`}
        onClick={isHydrated ? seek : undefined}
      >
        <rect y="-33" width={played * width} height="66" className="fill-current opacity-15" />
        <path d={path} fill="none" stroke="currentColor" strokeWidth="0.7" />
      </svg>
      {children}
    </div>
  );
}

/** The player knows its length once it has loaded something; until then the archive's counts. */
const lengthOf = ({ duration }: HTMLAudioElement, seconds: number | null) =>
  Number.isFinite(duration) && duration > 0 ? duration : (seconds ?? 1);
