import { Form } from "@remix-run/react";
import type { DictionaryEntry } from "#app/db/dispositions/dispositions.server.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { Input } from "#app/ui/fields.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { StageSelect } from "./stage-select.tsx";

/** Adds a code, or changes the chosen one. */
export function EntryForm({ entry, error }: { entry: DictionaryEntry | null; error?: string | undefined }) {
  return (
    <Form method="post" className="grid gap-4">
      {error !== undefined && <Notice tone="bad" title={error} role="alert" />}
      <Input
        label="Code"
        name="code"
        defaultValue={entry?.code}
        readOnly={entry !== null}
        required
        maxLength={100}
        autoComplete="off"
        hint="As Convoso sends it. Upper or lower case does not matter."
      />
      <Input label="Name" name="name" defaultValue={entry?.name} maxLength={100} autoComplete="off" />
      <StageSelect label="What it means" defaultValue={entry?.stage ?? "contacted"} />
      <div className="flex gap-2">
        <Button look="primary">{entry ? "Save" : "Add"}</Button>
        {entry && (
          <LinkButton to="/admin/super/dispositions" look="quiet">
            Cancel
          </LinkButton>
        )}
      </div>
      <dl className="grid gap-2 border-t border-line pt-3 text-xs text-ink-soft">
        {Object.entries(meanings).map(([stage, meaning]) => (
          <div key={stage}>
            <dt className="font-medium text-ink">{stage}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Form>
  );
}

const meanings = {
  "Not reached": "The lead's stage does not change. For machines, no answer and dropped calls.",
  Contacted: "Somebody was reached. Codes without a setting also count as contacted.",
  Converted: "A sale. The lead stays converted.",
  Lost: "The lead is lost, unless a later call reaches it.",
};
