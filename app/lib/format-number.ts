const whole = new Intl.NumberFormat("en-US");

/** "12,480". */
export function formatNumber(value: number): string {
  return whole.format(value);
}

/** Seconds of a call as "0:07", "12:05" or "1:02:05". */
export function formatDuration(seconds: number): string {
  const clock = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${clock}` : clock.replace(/^0/, "");
}

const waits = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** How long somebody waited, from seconds: "42 s", "3 min 5 s", "2 h 10 min", "3 d 4 h". */
export function formatWait(seconds: number): string {
  let rest = Math.floor(seconds);
  const parts = waits.map(([unit, size]) => {
    const amount = Math.floor(rest / size);
    rest %= size;
    return { amount, words: `${amount} ${unit}` };
  });
  const first = parts.findIndex(({ amount }) => amount > 0);
  if (first < 0) return "0 s";
  const said = parts.slice(first, first + 2).filter(({ amount }) => amount > 0);
  return said.map(({ words }) => words).join(" ");
}

const sizes = ["KiB", "MiB", "GiB", "TiB"];

/** "512 B", "2.4 KiB", "1.0 MiB", "3.1 TiB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const power = Math.min(sizes.length, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(1)} ${sizes[power - 1]}`;
}

/** A duration in milliseconds as "0.8 ms", "42 ms" or "1.3 s". */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;
}

/** A phone for reading: North American numbers in groups, others as they are. Takes E.164, else what was sent. */
export function formatPhone(e164: string | null, asSent: string | null): string | null {
  if (e164 === null) return asSent;
  return e164.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "+1 $1 $2 $3");
}

/** Talk time to compare by, such as "45 s", "12 min", "3 h 5 min" or "1,203 h". */
export function formatTalk(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes >= 6000 || minutes % 60 === 0) return `${formatNumber(Math.round(minutes / 60))} h`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A part of a whole: "0%", "0.4%", "37%"; of nothing "–". What is not all is never "100%". */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = (part / whole) * 100;
  if (percent === 0 || percent === 100) return `${percent}%`;
  return percent < 10 ? `${Math.max(0.1, percent).toFixed(1)}%` : `${Math.min(99, Math.round(percent))}%`;
}
