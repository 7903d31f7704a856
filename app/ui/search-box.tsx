import { useSearchParams } from "@remix-run/react";
import type { SearchFault } from "#app/lib/parse-search.ts";
import { Input } from "#app/ui/fields.tsx";
import { TextLink } from "#app/ui/links.tsx";

/** A search, and what it finds or means. */
export type SearchExample = readonly [search: string, meaning: string];

type Props = { search: string; faults: SearchFault[]; placeholder: string; className?: string };

/** The search, with its invalid parts highlighted in place. */
export function SearchBox({ search, faults, placeholder, className = "md:basis-full max-md:flex-1" }: Props) {
  const [query] = useSearchParams();
  return (
    <Input
      label="Search"
      type="search"
      name="search"
      maxLength={500}
      placeholder={placeholder}
      defaultValue={query.get("search") ?? ""}
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="none"
      className={className}
      error={faults.length > 0 ? <Faults search={search} faults={faults} /> : undefined}
    />
  );
}

function Faults({ search, faults }: { search: string; faults: SearchFault[] }) {
  return faults.map(({ at, length, message }) => (
    <span key={`${at} ${message}`} className="block">
      {length > 0 && (
        <code className="font-mono text-ink-soft">
          {search.slice(0, at)}
          <mark className="rounded-sm bg-bad-wash text-bad underline decoration-wavy">
            {search.slice(at, at + length)}
          </mark>
          {search.slice(at + length)}
        </code>
      )}{" "}
      {message}
    </span>
  ));
}

/** Search examples, as links that run them. */
export function SearchHelp({ examples }: { examples: readonly SearchExample[] }) {
  return (
    <details className="-mt-1 mb-4 text-sm">
      <summary className="w-fit cursor-pointer text-xs leading-6 text-ink-soft hover:text-ink">How to search</summary>
      <div className="mt-2 max-w-3xl rounded-md border border-line bg-surface p-4">
        <p>All conditions must match. Use quotes around text with spaces.</p>
        <dl className="mt-3 grid gap-x-5 gap-y-1 sm:grid-cols-[max-content_1fr]">
          {examples.map(([search, meaning]) => (
            <div key={search} className="col-span-full grid grid-cols-subgrid">
              <dt>
                <TextLink to={`?${new URLSearchParams({ search })}`} className="font-mono text-xs leading-6">
                  {search}
                </TextLink>
              </dt>
              <dd className="text-ink-soft">{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  );
}
