import type { ReactNode } from "react";

export type Column<Row> = {
  header: string;
  /** Null or false: nothing to show, and on a phone the line is left out. */
  cell: (row: Row) => ReactNode;
  align?: "end";
};

type Props<Row> = {
  /** What the table lists, for screen readers. */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string | number;
};

/** A list of rows. On a phone the stylesheet stacks it, which would take its meaning away: hence the spelled-out roles. */
export function DataTable<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: browsers drop a table's roles when its display changes
    <table className="data-table" role="table">
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.header} role="columnheader" scope="col" data-align={column.align}>
              {column.header}
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
