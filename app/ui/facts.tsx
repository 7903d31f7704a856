import type { ReactNode } from "react";
import { columnOf } from "#app/lib/column-names.ts";
import type { FieldTable } from "#app/lib/fields/field.ts";
import { Card } from "#app/ui/cards.tsx";
import { Email } from "#app/ui/email.tsx";
import { Time } from "#app/ui/time.tsx";

/** Names and values, in display order. */
export type FactList = Record<string, ReactNode>;

/** A list of names and values. Empty values are left out. */
export function Facts({ facts }: { facts: FactList }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-5 gap-y-1.5 text-sm">
      {Object.entries(facts)
        .filter(([, value]) => value !== null && value !== undefined && value !== false && value !== "")
        .map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="min-w-0">{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** The fields of a row by their labels, but for those in `others`, which the page shows in another way. */
export function fieldFacts(table: FieldTable, row: Record<string, unknown>, others: readonly string[]): FactList {
  const fields = Object.entries(table).filter(
    ([field, { personal }]) => personal !== "secret" && !others.includes(field),
  );
  return Object.fromEntries(
    fields.map(([field, { label, personal }]) => {
      const value = row[columnOf(field)];
      if (value instanceof Date) return [label, <Time key={field} at={value} show="both" />];
      if (personal === "email" && value) return [label, <Email key={field} address={String(value)} />];
      return [label, value as ReactNode];
    }),
  );
}

/** Fields that were sent with a row and have no column of their own. */
export function ExtraFields({ extra }: { extra: Record<string, unknown> }) {
  const fields = Object.entries(extra);
  if (fields.length === 0) return null;
  return (
    <Card title="Other fields">
      <Facts
        facts={Object.fromEntries(
          fields.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
        )}
      />
    </Card>
  );
}
