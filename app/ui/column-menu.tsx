import { Form, useSearchParams } from "@remix-run/react";
import { Button } from "#app/ui/buttons.tsx";
import { Menu } from "#app/ui/menu.tsx";
import type { Column } from "#app/ui/tables.tsx";

/** "Last call" is `last-call` in the address. */
const keyOf = ({ header }: Pick<Column<unknown>, "header">) => header.toLowerCase().replace(/\W+/g, "-");

/** The columns that the address picks, in their usual order; all of them if it picks none. The first one always stays. */
export function useChosenColumns<Row>(columns: Column<Row>[]): Column<Row>[] {
  const [query] = useSearchParams();
  const chosen = new Set(query.getAll("columns"));
  const shown = columns.filter((column, place) => place === 0 || chosen.has(keyOf(column)));
  return shown.length > 1 ? shown : columns;
}

/** A form that picks columns and puts them into the address, where saved views find them. */
export function ColumnMenu({ headers }: { headers: readonly string[] }) {
  const [query] = useSearchParams();
  const columns = headers.map((header) => ({ header, cell: () => null }));
  const shown = useChosenColumns(columns);
  return (
    <Menu label="Columns">
      <Form method="get" className="grid gap-1 p-2" preventScrollReset>
        {[...query].map(
          ([name, value]) => name !== "columns" && <input key={name + value} type="hidden" {...{ name, value }} />,
        )}
        {columns.slice(1).map((column) => (
          <label key={column.header} className="flex min-h-7 items-center gap-2 text-sm">
            <input
              type="checkbox"
              name="columns"
              value={keyOf(column)}
              defaultChecked={shown.includes(column)}
              className="size-4"
            />
            {column.header}
          </label>
        ))}
        <Button className="mt-1">Show these columns</Button>
      </Form>
    </Menu>
  );
}
