/** A part of the path as an id of ours; null where PostgreSQL could not take it as text. */
export function readText(part: string | undefined): string | null {
  return part === undefined || part.includes("\0") ? null : part;
}
