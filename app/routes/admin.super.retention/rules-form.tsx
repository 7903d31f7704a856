import { Form } from "@remix-run/react";
import type { TypedRule } from "#app/features/keeping/read-rules.server.ts";
import { DIRECTIONS } from "#app/lib/directions.ts";
import { stages } from "#app/ui/badges.tsx";
import { Button } from "#app/ui/buttons.tsx";
import { Input, Select } from "#app/ui/fields.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { emptyRule } from "./typed-rules.ts";

type Choices = { campaigns: string[]; dispositions: string[] };
type Props = Choices & { rows: TypedRule[]; faults: string[]; basedOn: string };

const units = { days: "days", months: "months", years: "years", ever: "forever" };

/** All rules, and an empty one to add. A rule without a name and a time is left out. */
export function RulesForm({ rows, faults, basedOn, campaigns, dispositions }: Props) {
  const all = [...rows.map((row, place) => ({ ...row, order: String(place + 1) })), emptyRule(rows.length + 1)];
  return (
    <Form method="post" className="grid gap-4">
      <input type="hidden" name="basedOn" value={basedOn} />
      <p className="text-sm text-ink-soft">
        The first rule that matches a call applies. An empty field matches everything. Time is counted from the call. To
        delete a rule, empty its name and its time; to move it, change its number, such as to 1.5.
      </p>
      {faults.map((fault) => (
        <Notice key={fault} tone="bad" title={fault} role="alert" />
      ))}
      <ol className="grid gap-4">
        {all.map((row, place) => (
          <RuleFields key={row.order} row={row} isNew={place === rows.length} />
        ))}
      </ol>
      <Choices id="rule-campaigns" values={campaigns} />
      <Choices id="rule-dispositions" values={dispositions} />
      <Button look="primary" name="intent" value="preview" className="justify-self-start">
        Preview
      </Button>
    </Form>
  );
}

function Choices({ id, values }: { id: string; values: string[] }) {
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}

function RuleFields({ row, isNew }: { row: TypedRule; isNew: boolean }) {
  return (
    <li className="rounded-md border border-line p-3">
      <fieldset className="grid grid-cols-2 gap-3 md:grid-cols-6">
        <legend className="sr-only">{isNew ? "Another rule" : `Rule ${row.order}`}</legend>
        <Input label="Order" name="order" type="number" step="any" min="0" defaultValue={row.order} />
        <Input label={isNew ? "Name of another rule" : "Name"} name="name" defaultValue={row.name} most={100} />
        <Input label="Keep" name="count" inputMode="numeric" defaultValue={row.count} maxLength={6} />
        <Select label="Unit" name="unit" defaultValue={row.unit}>
          {Object.entries(units).map(([unit, words]) => (
            <option key={unit} value={unit}>
              {words}
            </option>
          ))}
        </Select>
        <Input label="Disposition" name="disposition" defaultValue={row.disposition} list="rule-dispositions" />
        <Select label="Stage" name="stage" defaultValue={row.stage}>
          <option value="">Any</option>
          {Object.entries(stages).map(([stage, { label }]) => (
            <option key={stage} value={stage}>
              {label}
            </option>
          ))}
        </Select>
        <Input label="Campaign" name="campaign" defaultValue={row.campaign} list="rule-campaigns" />
        <Input label="List" name="list" defaultValue={row.list} />
        <DirectionSelect direction={row.direction} />
        <Input label="Min. length (s)" name="longer" inputMode="numeric" defaultValue={row.longer} />
        <Input label="Max. length (s)" name="shorter" inputMode="numeric" defaultValue={row.shorter} />
      </fieldset>
    </li>
  );
}

/** The known directions, and the one that the rule has if it is another. */
function DirectionSelect({ direction }: { direction: string }) {
  const known = DIRECTIONS.find(([value]) => value === direction.toLowerCase())?.[0];
  return (
    <Select label="Direction" name="direction" defaultValue={known ?? direction}>
      <option value="">Any</option>
      {DIRECTIONS.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
      {known === undefined && direction !== "" && <option value={direction}>{direction}</option>}
    </Select>
  );
}
