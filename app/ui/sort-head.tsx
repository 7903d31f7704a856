import { Link, useSearchParams } from "@remix-run/react";
import type { Column } from "#app/ui/tables.tsx";

type Sortable = {
  header: string;
  /** The values of `sort` for this column. `first` is what its link picks first. */
  ascending?: string;
  descending?: string;
  first: string;
  /** What sorts the list if nobody picks anything. */
  usual: string;
  /** Why this column cannot sort the list now. */
  whyNot?: string | null;
};

/** A header that sorts by its column, and tells how the list is sorted; without a link where that is impossible. */
export function useSortHead(): (sortable: Sortable) => Pick<Column<unknown>, "head" | "sorted"> {
  const [query] = useSearchParams();
  return ({ header, ascending, descending, first, usual, whyNot }) => {
    const now = query.get("sort") || usual;
    if (whyNot) {
      return {
        head: (
          <span title={whyNot}>
            {header}
            <span className="sr-only">: {whyNot}</span>
          </span>
        ),
      };
    }
    const sorted = now === ascending ? "ascending" : now === descending ? "descending" : undefined;
    const other = sorted === "ascending" ? descending : ascending;
    const to = new URLSearchParams(query);
    const next = sorted ? (other ?? usual) : first;
    for (const name of ["before", "after", "live"]) to.delete(name);
    if (next === usual) to.delete("sort");
    else to.set("sort", next);
    return {
      sorted,
      head: (
        <Link
          to={`?${to}`}
          preventScrollReset
          className="-my-1 inline-flex min-h-6 items-center gap-1 hover:text-ink aria-[current]:text-ink"
          aria-current={sorted && "true"}
        >
          <span className="sr-only">Sort by </span>
          {header}
          <svg viewBox="0 0 8 10" className="h-2.5 w-2" aria-hidden="true">
            <path d="m1 4 3-3 3 3" fill="none" stroke="currentColor" opacity={sorted === "descending" ? 0.25 : 1} />
            <path d="m1 6 3 3 3-3" fill="none" stroke="currentColor" opacity={sorted === "ascending" ? 0.25 : 1} />
          </svg>
        </Link>
      ),
    };
  };
}
