import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { fillPath, type Ids } from "./fill-path.ts";
import { type Row, routeTable } from "./route-table.ts";

/** A request to try. `form` is null for one that reads. */
export type Case = { path: string; form: Record<string, string> | null };

const source = globSync("app/{http,routes}/**/*.{ts,tsx}")
  .map((path) => readFileSync(path, "utf8"))
  .join("\n");

/** All that `pattern` finds in the source of the pages. */
function named(pattern: RegExp): string[] {
  return [...new Set([...source.matchAll(pattern)].flatMap(([, ...names]) => names.filter(Boolean)))];
}

/** Every name that a page reads from its query or a form, as far as the source tells. */
export const NAMES = named(/\b([a-z]\w*): (?:queryField|z)\b|\b(?:get|getAll|has)\("([a-z]\w*)"\)|name="(\w+)"/g);
const INTENTS = named(/intent(?:"\))? === "([\w-]+)"|intent: "([\w-]+)"|value="([\w-]+)"/g);

const odd = fc.constantFrom(
  ...["", "0", "-1", "1e9", "99999999999999999999", "9".repeat(400), "'", "%", "%ff", "\0", "\\", "[]", "{}", "null"],
  ...["../..", "yes", "2026-13-45T99:99", "2026-01-05T10:00:00Z~1", "search:", "-phone:*", "text:~", "é".repeat(500)],
  ...["=1+1", "<script>", "١٢", "0000-12-31", "9999-12-31", "0000-01-01T00:00:00Z~1", "2026-02-30"],
  ...["٢٣٩٥٥٥٠١٤١", "{{call_log_id}}", "İSSß’\u00a0\u202e", "problem:placeholder part_of:x", "020 7946 0123"],
);
const value = fc.oneof(odd, fc.constantFrom(...INTENTS), fc.string({ unit: "binary", maxLength: 60 }), fc.uuid());
const fields = fc.dictionary(fc.constantFrom(...NAMES, "intent"), value, { maxKeys: 6 });

/** Routes of the table that end, and keep the session. */
const rows = Object.values(routeTable).filter(({ path, isEndless }) => !isEndless && path !== "/sign-out");
const isOf = (wanted: boolean) => (row: Row) => Boolean(row.isForPrograms) === wanted;

/**
 * So many requests to the pages, or to the routes for programs. The first half takes every route, form and name in turn, one
 * odd value each; the other half puts several into one request. The same seed makes the same.
 */
export function makeCases(
  ids: Ids,
  { count, seed, forPrograms }: { count: number; seed: number; forPrograms: boolean },
) {
  const routes = rows.filter(isOf(forPrograms));
  const turns = routes.flatMap((row) =>
    [null, ...(row.posts ?? [])].flatMap((post) => NAMES.map((name) => ({ row, post, name }))),
  );
  const oneByOne = fc
    .tuple(
      fc.shuffledSubarray(turns, { minLength: turns.length }),
      fc.array(value, { minLength: turns.length, maxLength: turns.length }),
    )
    .map(([order, values]) =>
      order.map(({ row, post, name }, at) => toCase(row, post?.form ?? null, name, values[at] ?? "", ids)),
    );
  const together = fc
    .tuple(fc.constantFrom(...routes), fields, fields, fc.boolean(), fc.boolean(), fc.nat())
    .map(([row, query, form, isPost, isOddId, which]) => {
      const post = isPost && row.posts ? row.posts[which % row.posts.length] : undefined;
      const known = isOddId ? Object.fromEntries(Object.keys(ids).map((name) => [name, query[name] ?? "x"])) : ids;
      return { path: addressOf(row, known, query), form: post ? { ...post.form, ...form } : null };
    });
  const [first = []] = fc.sample(oneByOne, { numRuns: 1, seed });
  const turnsTaken = first.slice(0, Math.ceil(count / 2));
  return {
    cases: [...turnsTaken, ...fc.sample(together, { numRuns: count - turnsTaken.length, seed })],
    turns: turns.length,
  };
}

/** One odd value in the form, or in the query where there is none. */
function toCase(row: Row, form: Record<string, string> | null, name: string, odd: string, ids: Ids): Case {
  return form
    ? { path: addressOf(row, ids, {}), form: { ...form, [name]: odd } }
    : { path: addressOf(row, ids, { [name]: odd }), form };
}

function addressOf({ path }: Row, ids: Ids, query: Record<string, string>): string {
  const [pathname = "", search = ""] = path.split("?");
  const all = new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(fillPath(search, ids))), ...query });
  return `${fillPath(pathname, ids)}?${all}`;
}
