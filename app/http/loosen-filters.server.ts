import type { MatchCount } from "#app/db/lists/count-matches.server.ts";

/** How many rows a list has without one of its filters, and its address then. `name` null: without any. */
export type Loosened = MatchCount & { name: string | null; to: string };

/** Names that are one filter together, under the first of them. */
const TIMES = ["range", "from", "from_time", "to", "to_time", "zone"];
const PAGES = ["before", "after"];
const NO_FILTERS = [...PAGES, "order", "sort", "columns", "view", "live"];
/** So many counts are no trouble; who picked more filters looks for something else. */
const MOST = 6;

/**
 * Which filter of an empty list excludes everything: counts the list without each of them, and without all where no single
 * one helps.
 * @param count of the list at another address; null where it would cost too much
 */
export async function loosenFilters(
  request: Request,
  count: (request: Request) => Promise<MatchCount | null>,
): Promise<Loosened[]> {
  const { searchParams } = new URL(request.url);
  const given = [...searchParams].filter(
    ([name, value]) => value !== "" && name !== "zone" && !NO_FILTERS.includes(name),
  );
  const names = [...new Set(given.map(([name]) => groupOf(name)))].slice(0, MOST);
  const without = (gone: readonly string[]) =>
    [...searchParams].filter(([name, value]) => value !== "" && !PAGES.includes(name) && !gone.includes(groupOf(name)));
  const single = await Promise.all(names.map((name) => countAt(name, without([name]))));
  const found = single.filter((loosened) => loosened !== null);
  if (found.length > 0 || names.length < 2) return found;
  const all = await countAt(null, without(names));
  return all === null ? [] : [all];

  async function countAt(name: string | null, left: [string, string][]): Promise<Loosened | null> {
    const to = new URLSearchParams(left);
    const url = new URL(request.url);
    url.search = String(to);
    const counted = await count(new Request(url, { headers: request.headers }));
    return counted === null || counted.count === 0 ? null : { ...counted, name, to: String(to) };
  }
}

/** The filter that a name of the address belongs to. */
function groupOf(name: string): string {
  return TIMES.includes(name) ? "range" : name.replace(/_is$/, "");
}
