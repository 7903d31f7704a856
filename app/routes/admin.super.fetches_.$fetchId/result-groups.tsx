import { useSearchParams } from "@remix-run/react";
import { fetchResultWords } from "#app/lib/fetch-results.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { TextLink } from "#app/ui/links.tsx";

type Props = { results: readonly { result: string | null; count: number }[]; result: string | null };

/** What the calls came to, by reason, as links to the calls of each. */
export function ResultGroups({ results, result }: Props) {
  const [query] = useSearchParams();
  const groups = results.flatMap(({ result: name, count }) => (name === null ? [] : [{ name, count }]));
  if (groups.length === 0) return null;
  const at = (name: string) => {
    const next = new URLSearchParams(query);
    for (const cursor of ["before", "after"]) next.delete(cursor);
    next.set("result", name);
    return `?${next}`;
  };
  return (
    <nav aria-label="Results" className="border-b border-line px-4 py-2.5 text-sm">
      <ul className="grid gap-1.5">
        {groups.map(({ name, count }) => (
          <li key={name}>
            <TextLink
              to={at(name)}
              aria-current={name === result ? "page" : undefined}
              className="aria-[current]:text-ink aria-[current]:underline"
            >
              {formatNumber(count)} {count === 1 ? "call" : "calls"}: {fetchResultWords(name)}
            </TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
