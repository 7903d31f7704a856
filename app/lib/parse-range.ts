/**
 * The first and the last byte that a Range header asks of so many bytes, counted from 0. Null where all are to be sent: without
 * a header, for several parts at once, and for a header that cannot be read. "none" where the part begins behind the end.
 */
export function parseRange(header: string | null, length: number): { first: number; last: number } | "none" | null {
  const [, from, to] = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "") ?? [];
  if (from === undefined || to === undefined || from + to === "") return null;
  if (from !== "" && to !== "" && Number(to) < Number(from)) return null;
  const first = from === "" ? Math.max(0, length - Number(to)) : Number(from);
  const last = from === "" || to === "" ? length - 1 : Math.min(Number(to), length - 1);
  return first > last ? "none" : { first, last };
}
