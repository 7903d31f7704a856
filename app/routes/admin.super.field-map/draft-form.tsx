import { Form, useNavigation } from "@remix-run/react";
import { useContext } from "react";
import type { DraftLine } from "#app/features/field-map/draft-lines.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { isAtLeast } from "#app/lib/roles.ts";
import { Button } from "#app/ui/buttons.tsx";
import { EmptyState } from "#app/ui/cards.tsx";
import { Input } from "#app/ui/fields.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { ViewerRole } from "#app/ui/roles.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { type Choices, MeaningSelect, meaningWords } from "./meaning-select.tsx";

/** The id of the form, for a button outside of it. */
export const DRAFT = "draft";

type Props = {
  lines: DraftLine[];
  choices: Choices;
  faults: string[];
  note: string;
  basedOn: number;
  newRow: { key: string; meaning: string };
};

/** So many characters has the note of a version. */
export const LONGEST_NOTE = 300;

const code = (text: string) => <code className="font-mono text-xs break-all">{text}</code>;
const OTHER = <span className="text-ink-faint">other field</span>;

function columnsFor(choices: Choices, mayChange: boolean): Column<DraftLine>[] {
  return [
    { header: "Key as sent", cell: ({ key }) => code(key) },
    { header: "Deliveries", align: "end", cell: ({ count }) => (count === 0 ? "none lately" : formatNumber(count)) },
    {
      header: "Latest values",
      cell: ({ values }) => values.length > 0 && <span className="grid gap-0.5">{values.map((text) => <span key={text}>{code(text)}</span>)}</span>, // biome-ignore format: short
    },
    { header: "Read today as", cell: ({ today }) => today ?? OTHER },
    {
      header: "Meaning",
      cell: (line) =>
        mayChange ? (
          <>
            <input type="hidden" name="key" value={line.key} />
            <MeaningSelect name="meaning" line={line} choices={choices} className="md:w-52" />
          </>
        ) : (
          meaningWords(line, choices)
        ),
    },
  ];
}

/** The draft of a map, all of it in the form, so that it needs nothing of the browser. */
export function DraftForm({ lines, choices, faults, note, basedOn, newRow }: Props) {
  const mayChange = isAtLeast(useContext(ViewerRole), "admin");
  const isBusy = useNavigation().state === "submitting";
  const table =
    lines.length > 0 ? (
      <DataTable
        caption="Keys as sent and what they mean"
        columns={columnsFor(choices, mayChange)}
        rows={lines}
        rowKey={({ key }) => key}
      />
    ) : (
      <EmptyState title="No key has arrived yet" />
    );
  if (!mayChange) return table;
  return (
    <Form method="post" id={DRAFT}>
      <input type="hidden" name="basedOn" value={basedOn} />
      {faults.length > 0 && (
        <div className="px-4 pb-3">
          <Notice tone="bad" title="This map was not saved" role="alert">
            <ul>
              {faults.map((fault) => (
                <li key={fault}>{fault}</li>
              ))}
            </ul>
          </Notice>
        </div>
      )}
      {table}
      <fieldset
        key={`${lines.length} ${newRow.key}`}
        className="grid gap-3 border-t border-line px-4 py-3 md:grid-cols-[minmax(0,1fr)_13rem]"
      >
        <legend className="sr-only">A key that has not arrived yet</legend>
        <Input
          label="Another key"
          name="newKey"
          defaultValue={newRow.key}
          most={200}
          autoComplete="off"
          placeholder="Best number"
        />
        <MeaningSelect name="newMeaning" label="Meaning" line={newRow} choices={choices} />
      </fieldset>
      <div className="flex flex-wrap items-end gap-2 border-t border-line px-4 py-3">
        <Input
          label="Note for the audit"
          name="note"
          defaultValue={note}
          most={LONGEST_NOTE}
          autoComplete="off"
          className="min-w-56 flex-1"
        />
        <Button name="intent" value="try" disabled={isBusy}>
          Try on the latest deliveries
        </Button>
        <Button look="primary" name="intent" value="save" disabled={isBusy}>
          Save
        </Button>
      </div>
    </Form>
  );
}
