import { useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";

type Props = {
  /** The fields inside: where the URL sets one of them, all are shown. */
  names: string[];
  children: ReactNode;
};

/** The filters that are seldom needed, folded away until they are. They are sent all the same. */
export function MoreFilters({ names, children }: Props) {
  const [query] = useSearchParams();
  return (
    <details className="group contents" open={names.some((name) => query.get(name))}>
      <summary className="inline-flex h-9 cursor-pointer items-center rounded-md px-2 text-sm text-ink-soft hover:bg-sunken hover:text-ink md:h-8">
        <span className="group-open:hidden">More filters</span>
        <span className="hidden group-open:inline">Fewer filters</span>
      </summary>
      <div className="flex flex-wrap items-end gap-2">{children}</div>
    </details>
  );
}
