/** What browsers, routers or Remix read as more than text: separators, escapes, "." and "..", the ending of data requests. */
const SPECIAL = /[/\\%~]|^\.{1,2}$|\.(?=data$)/g;

/** The page of a call, whatever characters its id is made of. */
export function callPath(callId: string): string {
  const written = (special: string) => special.replace(/./g, (one) => `~${one.charCodeAt(0).toString(16)}`);
  return `/admin/super/calls/${encodeURIComponent(callId.replace(SPECIAL, written))}`;
}

/** The id in a path that {@link callPath} made; null where PostgreSQL could not take it as text. */
export function readCallId(part: string | undefined): string | null {
  if (part === undefined || part.includes("\0")) return null;
  return part.replace(/~([2-7][0-9a-f])/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Where a recording of a call plays from: the one at a place, or the one that plays first. */
export function recordingPath(callId: string, place?: number): string {
  return `${callPath(callId)}/recording${place === undefined ? "" : `?place=${place}`}`;
}

/** Such as "recording 2 of call 123"; without a place "recording of call 123". */
export function recordingName(callId: string, place?: number): string {
  return `recording${place === undefined ? "" : ` ${place}`} of call ${callId}`;
}

/** The place in an address that {@link recordingPath} made; null where it names none, "none" where no recording can have it. */
export function readPlace(query: URLSearchParams): number | null | "none" {
  const text = query.get("place");
  if (text === null) return null;
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : "none";
}
