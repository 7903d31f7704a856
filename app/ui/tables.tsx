import { useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { LinkButton } from "#app/ui/buttons.tsx";
import { matchWords, type Total } from "#app/ui/match-words.ts";

export type Column<Row> = {
  header: string;
  /** What stands in the header instead of its words, such as a link that sorts. */
  head?: ReactNode;
  sorted?: "ascending" | "descending" | undefined;
  /** Null or false: nothing to show; a phone leaves the line out. */
  cell: (row: Row) => ReactNode;
  align?: "end";
  /** What somebody wrote, such as a name: its words may break, so that a long one does not push out other columns. */
  isText?: true;
  /** The same for sentences: takes its own line where rows are stacked. */
  isLong?: true;
  /** Left out on paper. */
  isForScreens?: true;
};

type DataTableProps<Row> = {
  /** A description for screen readers. */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string | number;
};

/** So many columns have no room on a tablet that stands upright. */
const WIDE = 6;

/** A list of rows. The explicit roles keep it a table where the stylesheet stacks it on a phone. */
export function DataTable<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: browsers drop a table's roles when its display changes
    <table className="data-table" role="table" data-wide={columns.length >= WIDE || undefined}>
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.header}
              role="columnheader"
              scope="col"
              data-align={column.align}
              data-screen={column.isForScreens}
              aria-sort={column.sorted}
            >
              {column.head ?? column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map((column) => {
              const content = column.cell(row);
              const isEmpty = content === null || content === undefined || content === false || content === "";
              return (
                <td
                  key={column.header}
                  role="cell"
                  data-align={column.align}
                  data-label={column.header}
                  data-screen={column.isForScreens}
                  data-text={column.isText}
                  data-long={column.isLong}
                  data-empty={isEmpty || undefined}
                >
                  <div>{isEmpty ? null : content}</div>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above
  );
}

/** The cursors to the rows before and after this page; null if there are none. */
type PagerProps = {
  newer: string | null;
  older: string | null;
  label: string;
  /** How many rows there are on all pages. */
  total?: Total | undefined;
};

/** Links to newer and older rows, or where they are sorted otherwise to the pages before and after, and the number of rows. */
export function Pager({ newer, older, label, total }: PagerProps) {
  const [query] = useSearchParams();
  const [back, on] = query.get("sort") ? ["Previous", "Next"] : ["Newer", "Older"];
  const at = (name: "before" | "after", cursor: string) => {
    const next = new URLSearchParams(query);
    next.delete("before");
    next.delete("after");
    next.set(name, cursor);
    return `?${next}`;
  };
  const words = total && total.matches.count > 0 ? matchWords(total) : null;
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
            ← {back}
          </LinkButton>
        )}
      </span>
      <span className="text-xs text-ink-faint">{words}</span>
      <span className="text-end">
        {older !== null && (
          <LinkButton to={at("before", older)} rel="next">
            {on} →
          </LinkButton>
        )}
      </span>
    </nav>
  );
}
