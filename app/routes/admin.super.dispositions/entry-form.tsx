import { Form } from "@remix-run/react";
import type { DictionaryEntry } from "#app/db/dispositions.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Input } from "#app/ui/field.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { StageSelect } from "./stage-select.tsx";

/** Adds a code, or changes the one that was chosen. */
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
        hint="As Convoso sends it, in any letter case."
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
  "Nobody reached": "The lead stays what it was: machines, no answer, dropped calls.",
  Contacted: "Somebody was reached. Codes that are not in the dictionary count as this, too.",
  Converted: "A sale. The lead is converted for good.",
  Lost: "The lead is lost, until a later call reaches it again.",
};
