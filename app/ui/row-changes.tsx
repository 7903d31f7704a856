import type { FieldChange, RowChange } from "#app/features/deliveries/trace-changes.server.ts";
import { callPath } from "#app/lib/call-path.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";
import type { FieldTable } from "#app/lib/fields/field.ts";
import { TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

/** A field's label; the key of one that the portal only keeps. */
function labelOf(field: string, table: FieldTable) {
  return table[field]?.label ?? <code className="font-mono text-xs break-all">{field.replace(/^extra\./, "")}</code>;
}

const columnsFor = (table: FieldTable): Column<FieldChange>[] => [
  { header: "Field", cell: ({ field }) => labelOf(field, table) },
  { header: "Before", cell: ({ before }) => <ChangedValue value={before} /> },
  { header: "After", cell: ({ after }) => <ChangedValue value={after} /> },
  {
    header: "Now",
    cell: ({ replacedBy }) =>
      replacedBy && <TextLink to={`/admin/super/webhook-logs/${replacedBy}`}>from a later delivery</TextLink>,
  },
];

const CALL_COLUMNS = columnsFor(CALL_FIELDS);
const LEAD_COLUMNS = columnsFor(CONTACT_FIELDS);

type Props = { changes: RowChange[]; leadName: string | null };

/** What a delivery changed, by row and field. */
export function RowChanges({ changes, leadName }: Props) {
  return (
    <div className="divide-y divide-line">
      {changes.map((change) => (
        <Row key={change.what} change={change} leadName={leadName} />
      ))}
    </div>
  );
}

function Row({ change, leadName }: { change: RowChange; leadName: string | null }) {
  const { what, key, isNew, isWhole, isGone, fields } = change;
  const path = what === "call" ? callPath(key) : `/admin/super/leads/${key}`;
  const name = what === "call" ? `Call ${key}` : (leadName ?? `Lead #${key}`);
  return (
    <section className="pb-2">
      <h3 className="flex flex-wrap gap-x-2 px-4 pt-3 pb-1 text-sm">
        {isGone ? (
          <span className="font-medium break-all">{name}</span>
        ) : (
          <TextLink to={path} className="break-all">
            {name}
          </TextLink>
        )}
        <span className="text-ink-soft">
          {isNew ? "created" : fields.length > 0 ? "changed" : "no change: every value was already stored"}
        </span>
      </h3>
      {isGone && <p className="px-4 pb-2 text-xs text-ink-soft">No longer exists; replaying recreates it</p>}
      {!isWhole && (
        <p className="px-4 pb-2 text-xs text-ink-soft">
          Some earlier deliveries about it can no longer be read, so some of these values may be older.
        </p>
      )}
      {fields.length > 0 && (
        <DataTable
          caption={`Fields of the ${what} before and after this delivery`}
          columns={what === "call" ? CALL_COLUMNS : LEAD_COLUMNS}
          rows={fields}
          rowKey={({ field }) => field}
        />
      )}
    </section>
  );
}

/** A value before or after a change. */
export function ChangedValue({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === "") return <span className="text-ink-faint">empty</span>;
  if (value instanceof Date) return <Time at={value} />;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return <code className="font-mono text-xs break-all">{text}</code>;
}
