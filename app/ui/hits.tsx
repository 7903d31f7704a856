import { Link } from "@remix-run/react";
import type { SearchFault } from "#app/lib/parse-search.ts";
import { Time } from "#app/ui/time.tsx";

/** Something that a search found, with its page. */
export type Hit = { to: string; name: string; detail: string; at: Date | null };
/** What was found of one kind; `all`: the list of all of it, if there is more. */
export type HitGroup = { title: string; hits: Hit[]; all: string | null };

/** What the page of the search answers; it shows where `faults` are in `search`. */
export type Found = { search: string; faults: SearchFault[]; groups: HitGroup[] };

const line = "block rounded-md px-3 py-2 hover:bg-sunken focus-visible:bg-sunken -outline-offset-2";

/** What a search found, by kind, each with its link. `onOpen` is called when one is opened. */
export function Hits({ groups, onOpen }: { groups: HitGroup[]; onOpen?: () => void }) {
  return groups.map(({ title, hits, all }) => (
    <section key={title} aria-label={title} className="py-2">
      <h2 className="px-3 pb-1 text-xs font-medium text-ink-soft">{title}</h2>
      <ul>
        {hits.map(({ to, name, detail, at }) => (
          <li key={to}>
            <Link to={to} className={line} {...(onOpen && { onClick: onOpen })}>
              <span className="flex items-baseline justify-between gap-x-3">
                <span className="min-w-0 font-medium text-accent">{name}</span>
                {at && (
                  <span className="shrink-0 text-xs text-ink-faint">
                    <Time at={at} />
                  </span>
                )}
              </span>
              <span className="block min-w-0 text-sm text-ink-soft">{detail}</span>
            </Link>
          </li>
        ))}
        {all !== null && (
          <li>
            <Link
              to={all}
              className={`${line} text-sm text-ink-soft underline underline-offset-2`}
              {...(onOpen && { onClick: onOpen })}
            >
              All {title.toLowerCase()} that match
            </Link>
          </li>
        )}
      </ul>
    </section>
  ));
}

/** "5 leads and calls": how much a search found, for a live region. */
export function hitsInWords(groups: readonly HitGroup[]): string {
  if (groups.length === 0) return "Nothing was found";
  const count = groups.reduce((sum, { hits }) => sum + hits.length, 0);
  const hasMore = groups.some(({ all }) => all !== null);
  return `${count}${hasMore ? " and more" : ""} found: ${groups.map(({ title }) => title.toLowerCase()).join(", ")}`;
}
