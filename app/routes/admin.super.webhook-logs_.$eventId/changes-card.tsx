import type { FieldChange, RowChange } from "#app/features/webhooks/trace-changes.server.ts";
import { Card } from "#app/ui/card.tsx";
import { ChangedValue } from "#app/ui/changed-value.tsx";
import { type Column, DataTable } from "#app/ui/data-table.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import type { ShownEvent } from "./show-event.server.ts";

const columns: Column<FieldChange>[] = [
  { header: "Field", cell: ({ field }) => <code className="font-mono text-xs break-all">{field}</code> },
  { header: "Before", cell: ({ before }) => <ChangedValue value={before} /> },
  { header: "After", cell: ({ after }) => <ChangedValue value={after} /> },
  {
    header: "Now",
    cell: ({ replacedBy }) =>
      replacedBy && <TextLink to={`/admin/super/webhook-logs/${replacedBy}`}>from a later delivery</TextLink>,
  },
];

type Props = { event: ShownEvent; changes: RowChange[]; isMasked: boolean };

/** What the delivery changed, row by row and field by field. */
export function ChangesCard({ event, changes, isMasked }: Props) {
  const nothing = whyNothing(event, changes, isMasked);
  return (
    <Card title="What it changed" flush>
      {nothing !== null && <p className="p-4 text-sm text-ink-soft">{nothing}</p>}
      {nothing === null && (
        <div className="divide-y divide-line">
          {changes.map((change) => (
            <Row key={change.what} change={change} event={event} />
          ))}
        </div>
      )}
    </Card>
  );
}

function Row({ change, event }: { change: RowChange; event: ShownEvent }) {
  const { what, key, isNew, isWhole, isGone, fields } = change;
  const path = what === "call" ? `calls/${encodeURIComponent(key)}` : `leads/${key}`;
  const name = what === "call" ? `Call ${key}` : (event.contact_name ?? `Lead #${key}`);
  return (
    <section className="pb-2">
      <h3 className="flex flex-wrap gap-x-2 px-4 pt-3 pb-1 text-sm">
        {isGone ? (
          <span className="font-medium break-all">{name}</span>
        ) : (
          <TextLink to={`/admin/super/${path}`} className="break-all">
            {name}
          </TextLink>
        )}
        <span className="text-ink-soft">
          {isNew ? "was made" : fields.length > 0 ? "was changed" : "was not changed: all of it was known already"}
        </span>
      </h3>
      {isGone && (
        <p className="px-4 pb-2 text-xs text-ink-soft">The row is not there any more. A replay makes it again.</p>
      )}
      {!isWhole && (
        <p className="px-4 pb-2 text-xs text-ink-soft">
          Not every earlier delivery about it can be read any more, so some of this may have been there before.
        </p>
      )}
      {fields.length > 0 && (
        <DataTable
          caption={`Fields of the ${what} before and after this delivery`}
          columns={columns}
          rows={fields}
          rowKey={({ field }) => field}
        />
      )}
    </section>
  );
}

/** Why there is nothing to show; null where there is something. */
function whyNothing(
  { outcome, payload_erased_at }: ShownEvent,
  changes: RowChange[],
  isMasked: boolean,
): string | null {
  if (outcome !== "processed" && outcome !== "duplicate") return "Nothing: it was not applied.";
  if (isMasked) return "What it changed is shown to operators and admins.";
  if (payload_erased_at !== null) return "It cannot be told any more: the payload is erased.";
  if (changes.every(({ fields }) => fields.length === 0)) {
    return outcome === "duplicate"
      ? "Nothing: duplicate. All of it was known already."
      : "Nothing of what is kept of it is new.";
  }
  return null;
}
