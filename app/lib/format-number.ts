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

/** "512 B", "2.4 KiB", "1.0 MiB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
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
