import { useSearchParams } from "@remix-run/react";
import type { MatchCount } from "#app/db/count-matches.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { LinkButton } from "#app/ui/link-button.tsx";

/** Where a page of a list ends: what to ask for to see the rows before and after it; null where there are none. */
type Props = {
  newer: string | null;
  older: string | null;
  label: string;
  /** How many rows the filter matches on all pages, and what one and several of them are called. */
  total?: { matches: MatchCount; one: string; many: string };
};

/** "1 lead", "1,204 leads", "about 9,800,000 leads": an estimate is not more exact than that. */
function inWords({ matches: { count, isExact }, one, many }: NonNullable<Props["total"]>): string {
  if (isExact) return `${formatNumber(count)} ${count === 1 ? one : many}`;
  return `about ${formatNumber(Number(count.toPrecision(2)))} ${many}`;
}

/** Links to the newer and older rows of the same filter, and how many there are of them. */
export function Pager({ newer, older, label, total }: Props) {
  const [query] = useSearchParams();
  const at = (name: "before" | "after", cursor: string) => {
    const next = new URLSearchParams(query);
    next.delete("before");
    next.delete("after");
    next.set(name, cursor);
    return `?${next}`;
  };
  const words = total && total.matches.count > 0 ? inWords(total) : null;
  if (newer === null && older === null) {
    return words && <p className="border-t border-line px-4 py-2.5 text-center text-xs text-ink-faint">{words}</p>;
  }
  return (
    <nav
      aria-label={label}
      className="grid grid-cols-[1fr_auto_1fr] items-center gap-2 border-t border-line px-4 py-2.5"
    >
      <span>
        {newer !== null && (
          <LinkButton to={at("after", newer)} rel="prev">
            ← Newer
          </LinkButton>
        )}
      </span>
      <span className="text-xs text-ink-faint">{words}</span>
      <span className="text-end">
        {older !== null && (
          <LinkButton to={at("before", older)} rel="next">
            Older →
          </LinkButton>
        )}
      </span>
    </nav>
  );
}
