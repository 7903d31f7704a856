import { Form } from "@remix-run/react";
import type { Stage } from "#app/db/dispositions/dispositions.server.ts";
import type { Refusal } from "#app/features/dispositions/change-dictionary.server.ts";
import { stages } from "#app/ui/badges.tsx";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { Input } from "#app/ui/fields.tsx";
import { CallCount } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import type { ShownEntry } from "./dictionary-table.tsx";
import { StageSelect } from "./stage-select.tsx";

/** Why nothing was saved, and what was entered. */
export type Answer = { typed: { code: string; name: string; stage: Stage }; refusal: Refusal | "unreadable" };

type Props = {
  /** The code that the address asks to change. */
  chosen: ShownEntry | null;
  answer: Answer | undefined;
  /** The entry that the entered code has now. */
  existing: ShownEntry | undefined;
};

/** Adds a code, or changes the chosen one. Where nothing was saved, it says why and keeps what was entered. */
export function EntryForm({ chosen, answer, existing }: Props) {
  const entered = answer?.typed ?? chosen;
  const toChange = chosen ?? existing;
  return (
    <Form method="post" className="grid gap-4">
      {answer && <Refused answer={answer} existing={existing} />}
      {toChange && <input type="hidden" name="basedOn" value={toChange.version} />}
      <Input
        label="Code"
        name="code"
        defaultValue={entered?.code}
        readOnly={chosen !== null}
        required
        most={100}
        autoComplete="off"
        hint="As Convoso sends it. Upper or lower case does not matter."
      />
      <Input label="Name" name="name" defaultValue={entered?.name} most={100} autoComplete="off" />
      <StageSelect label="What it means" defaultValue={entered?.stage ?? "contacted"} />
      <div className="flex flex-wrap gap-2">
        {!chosen && <Button look="primary">Add</Button>}
        {toChange && (
          <Button look={chosen ? "primary" : "plain"} name="change" value={toChange.code}>
            {chosen ? "Save" : `Change ${toChange.code}`}
          </Button>
        )}
        {toChange && (
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

function Refused({ answer: { typed, refusal }, existing }: { answer: Answer; existing: ShownEntry | undefined }) {
  const title = {
    unreadable: "Enter a code and a name of at most 100 characters each, and choose what the code means.",
    exists: `${typed.code} exists already. Change it?`,
    changed: `${typed.code} was changed in the meantime`,
    removed: `${typed.code} was removed in the meantime`,
  }[refusal];
  if (refusal === "unreadable") return <Notice tone="bad" title={title} role="alert" />;
  return (
    <Notice tone="warn" title={title} role="alert">
      {existing && (
        <>
          It is called “{existing.name}” and means {stages[existing.stage].label}.{" "}
          <CallCount count={existing.call_count} query={{ disposition: existing.code }} />{" "}
          {existing.call_count === 1 ? "call has" : "calls have"} it.{" "}
        </>
      )}
      What you entered is kept below, but not saved.
    </Notice>
  );
}

const meanings = {
  "Not reached": "The lead's stage does not change. For machines, no answer and dropped calls.",
  Contacted: "Somebody was reached. Codes without a setting also count as contacted.",
  Converted: "A sale. The lead stays converted.",
  Lost: "The lead is lost, unless a later call reaches it.",
};
