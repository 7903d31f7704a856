const MAX_SECONDS = 7 * 24 * 3600;

/**
 * Reads a length as whole seconds: "120", "120.7", "120 sec", "2:05" and "00:02:05". 0 is a length like any other.
 * @returns null where it is no length between nothing and seven days
 */
export function parseDuration(text: string): number | null {
  const plain = /^(\d{1,12}(?:\.\d+)?)\s*(?:s|sec|secs|seconds)?$/i.exec(text.trim());
  const clock = /^(?:(\d{1,3}):)?(\d{1,4}):([0-5]\d)$/.exec(text.trim());
  if (!plain && !clock) return null;
  const seconds = plain
    ? Math.round(Number(plain[1]))
    : Number(clock?.[1] ?? 0) * 3600 + Number(clock?.[2]) * 60 + Number(clock?.[3]);
  return seconds <= MAX_SECONDS ? seconds : null;
}
