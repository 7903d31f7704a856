import type { Column } from "#app/ui/tables.tsx";

type Choice<Row> = {
  /** The id of the form, anywhere on the page, that the check boxes belong to. */
  form: string;
  /** The name under which the form gets the chosen values. */
  name: string;
  keyOf: (row: Row) => string;
  labelOf: (row: Row) => string;
};

/** A column with a check box for each row. */
export function choiceColumn<Row>({ form, name, keyOf, labelOf }: Choice<Row>): Column<Row> {
  return {
    header: "Choose",
    isForScreens: true,
    cell: (row) => (
      <input
        type="checkbox"
        name={name}
        value={keyOf(row)}
        form={form}
        aria-label={labelOf(row)}
        className="size-4 align-middle max-md:size-6"
      />
    ),
  };
}
