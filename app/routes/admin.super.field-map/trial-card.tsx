import type { ReactNode } from "react";
import type { Trial } from "#app/features/field-map/try-field-map.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

type Row = { id: string; receivedAt: Date; field: string; before: string | null; after: string | null };

const code = (text: string) => <code className="font-mono text-xs break-all">{text}</code>;
const NOTHING = <span className="text-ink-faint">nothing</span>;

const columns: Column<Row>[] = [
  {
    header: "Delivery",
    cell: ({ id, receivedAt }) => (
      <TextLink to={`/admin/super/webhook-logs/${id}`}>
        <Time at={receivedAt} />
      </TextLink>
    ),
  },
  { header: "Field", cell: ({ field }) => field },
  { header: "Before", cell: ({ before }) => (before === null ? NOTHING : code(before)) },
  { header: "After", cell: ({ after }) => (after === null ? NOTHING : code(after)) },
];

const deliveries = (count: number) => (count === 1 ? "one delivery" : `${formatNumber(count)} deliveries`);

const OPEN_UP_TO = 10;

/** What the draft would change, before it is saved. */
export function TrialCard({ trial, children }: { trial: Trial; children?: ReactNode }) {
  const { different, fields, otherCalls, rows } = trial;
  return (
    <Card title="Tried, not saved" flush>
      <div className="grid gap-3 p-4 text-sm" role="status">
        <p>{summaryOf(trial)}</p>
        {fields.length > 0 && (
          <ul className="list-disc ps-5">
            {fields.map((field) => (
              <li key={field.field}>
                <strong>{field.field}</strong>: {effect(field)}
              </li>
            ))}
          </ul>
        )}
        {otherCalls > 0 && (
          <Notice tone="warn" title={`The calls of ${deliveries(otherCalls)} would get another id`}>
            A replay adds them as new calls beside the existing ones.
          </Notice>
        )}
      </div>
      {rows.length > 0 && (
        <details open={rows.length <= OPEN_UP_TO} className="border-t border-line">
          <summary className="cursor-pointer px-4 py-2.5 text-sm font-medium">
            {rows.length < different
              ? `The latest ${rows.length} of ${formatNumber(different)}`
              : "Delivery by delivery"}
          </summary>
          <DataTable
            caption="What the draft would change"
            columns={columns}
            rows={rows.flatMap(({ id, receivedAt, changes }) => changes.map((one) => ({ id, receivedAt, ...one })))}
            rowKey={({ id, field }) => `${id} ${field}`}
          />
        </details>
      )}
      {children}
    </Card>
  );
}

function summaryOf({ lookedAt, containing, tried, different }: Trial): string {
  if (lookedAt === 0) return "There is no delivery to try the map on.";
  const latest = lookedAt === 1 ? "The last delivery" : `the last ${deliveries(lookedAt)}`;
  if (containing === 0)
    return lookedAt === 1 ? `${latest} has no key that you changed.` : `None of ${latest} has a key that you changed.`;
  const have =
    lookedAt === 1
      ? `${latest} has a key that you changed.`
      : `${formatNumber(containing)} of ${latest} ${containing === 1 ? "has" : "have"} a key that you changed.`;
  const only = tried < containing ? ` The map is tried on the last ${tried} of these.` : "";
  return `${have}${only} ${different === 0 ? "None" : formatNumber(different)} would be read differently.`;
}

function effect({ gained, changed, lost, leads }: Trial["fields"][number]): string {
  const parts = [
    gained > 0 && `${deliveries(gained)} would get one`,
    changed > 0 && `${deliveries(changed)} would get another one`,
    lost > 0 && `${deliveries(lost)} would lose it`,
  ].filter(Boolean);
  return `${parts.join(", ")} (${leads === 1 ? "one lead" : `${formatNumber(leads)} leads`}).`;
}
