import type { FieldChange, RowChange } from "#app/features/webhooks/trace-changes.server.ts";
import { ChangedValue } from "#app/ui/changed-value.tsx";
import { type Column, DataTable } from "#app/ui/data-table.tsx";
import { TextLink } from "#app/ui/text-link.tsx";

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

type Props = { changes: RowChange[]; leadName: string | null };

/** What a delivery changed, row by row and field by field. */
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
  const path = what === "call" ? `calls/${encodeURIComponent(key)}` : `leads/${key}`;
  const name = what === "call" ? `Call ${key}` : (leadName ?? `Lead #${key}`);
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
