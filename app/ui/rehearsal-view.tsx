import type { Rehearsal, RehearsedRow } from "#app/features/replays/rehearse.server.ts";
import { callPath } from "#app/lib/call-path.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { rehearsedLabel } from "#app/lib/rehearsed-labels.ts";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { ChangedValue } from "#app/ui/row-changes.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";

/** Up to this many rows are shown unfolded. */
const FEW = 6;
/** Up to this many rows are listed; the rest are only counted. */
const MOST_SHOWN = 50;

type Labelled = { label: string; field: string; before: unknown; after: unknown };

const columns: Column<Labelled>[] = [
  { header: "Field", cell: ({ label }) => label },
  { header: "Before", isText: true, cell: ({ field, before }) => <ChangedValue value={linked(field, before)} /> },
  { header: "After", isText: true, cell: ({ field, after }) => <ChangedValue value={linked(field, after)} /> },
];

/** The number of a lead or an agent, told from other numbers. */
const linked = (field: string, value: unknown) =>
  ["contact_id", "agent_id"].includes(field) && typeof value === "number" ? `#${value}` : value;

/** The fields with their labels, without bookkeeping. */
function labelled({ table, fields }: RehearsedRow): Labelled[] {
  return fields.flatMap((one) => {
    const label = rehearsedLabel(table, one.field);
    return label === null ? [] : [{ ...one, label }];
  });
}

const tables: Record<RehearsedRow["table"], readonly [one: string, many: string]> = {
  calls: ["call", "calls"],
  contacts: ["lead", "leads"],
  agents: ["agent", "agents"],
  pending_recordings: ["search for a recording", "searches for recordings"],
  jobs: ["job", "jobs"],
  call_events: ["delivery", "deliveries"],
};

const verbs: Record<string, Record<RehearsedRow["change"], string>> = {
  jobs: { made: "queued", changed: "postponed", removed: "cancelled" },
};
const usual: Record<RehearsedRow["change"], string> = { made: "created", changed: "changed", removed: "removed" };

/** What a replay would change, row by row. `null`: the rows were locked. */
export function RehearsalView({ rehearsal }: { rehearsal: Rehearsal | null }) {
  if (rehearsal === null) {
    return (
      <Notice tone="warn" title="These calls are being updated; reload" role="status">
        The dry run does not wait for deliveries that are being stored.
      </Notice>
    );
  }
  const { rows, failedIds } = rehearsal;
  return (
    <div className="grid gap-4">
      {failedIds.length > 0 && <Failed ids={failedIds} />}
      <Card title="What would change" flush>
        {rows.length === 0 ? (
          <p className="p-4 text-sm text-ink-soft">Nothing would change: everything is already applied.</p>
        ) : (
          <>
            <ul className="flex flex-wrap gap-x-5 gap-y-1 border-b border-line px-4 py-3 text-sm">
              {countRows(rows).map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
            <div className="divide-y divide-line">
              {rows.slice(0, MOST_SHOWN).map((row) => (
                <Row key={`${row.table} ${row.key}`} row={row} isOpen={rows.length <= FEW} />
              ))}
            </div>
            {rows.length > MOST_SHOWN && (
              <p className="border-t border-line px-4 py-3 text-sm text-ink-soft">
                Showing the first {MOST_SHOWN} of {formatNumber(rows.length)} rows.
              </p>
            )}
          </>
        )}
      </Card>
    </div>
  );
}

function Failed({ ids }: { ids: string[] }) {
  const [one, many] = [
    "One delivery could not be applied",
    `${formatNumber(ids.length)} deliveries could not be applied`,
  ];
  return (
    <Notice tone="bad" title={ids.length === 1 ? one : many}>
      <ul>
        {ids.slice(0, 10).map((id) => (
          <li key={id}>
            <TextLink to={`/admin/super/webhook-logs/${id}`} className="font-mono text-xs">
              {id}
            </TextLink>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

const verbOf = ({ table, change }: RehearsedRow) => (verbs[table] ?? usual)[change];

/** "3 calls created", "1 job queued": a count for every table and kind of change. */
function countRows(rows: RehearsedRow[]): string[] {
  const counts = new Map<string, RehearsedRow[]>();
  for (const row of rows) {
    const kind = `${row.table} ${row.change}`;
    counts.set(kind, [...(counts.get(kind) ?? []), row]);
  }
  return [...counts.values()].map((alike) => {
    const [row] = alike as [RehearsedRow];
    const [one, many] = tables[row.table];
    return `${formatNumber(alike.length)} ${alike.length === 1 ? one : many} ${verbOf(row)}`;
  });
}

function Row({ row, isOpen }: { row: RehearsedRow; isOpen: boolean }) {
  const path = row.change === "made" ? null : pathOf(row);
  const fields = labelled(row);
  return (
    <details open={isOpen}>
      <summary className="cursor-pointer px-4 py-2.5 text-sm break-all">
        <span className="font-medium">{nameOf(row)}</span> <span className="text-ink-soft">{verbOf(row)}</span>
      </summary>
      {path !== null && (
        <p className="px-4 pb-1 text-sm">
          <TextLink to={path}>Current version</TextLink>
        </p>
      )}
      {fields.length === 0 ? (
        <p className="px-4 pb-2.5 text-sm text-ink-soft">Only which delivery set its fields. The values stay.</p>
      ) : (
        <DataTable
          caption={`Fields of the ${tables[row.table][0]} before and after`}
          columns={columns}
          rows={fields}
          rowKey={({ field }) => field}
        />
      )}
    </details>
  );
}

function nameOf({ table, key, change }: RehearsedRow): string {
  const isNew = change === "made";
  switch (table) {
    case "calls":
      return `Call ${key}`;
    case "contacts":
      return isNew ? "A new lead" : `Lead #${key}`;
    case "agents":
      return isNew ? "A new agent" : `Agent #${key}`;
    case "call_events":
      return isNew ? "A new delivery" : `Delivery ${key}`;
    case "pending_recordings":
      return `Search for the recording of call ${key}`;
    case "jobs":
      return `Job ${key}`;
  }
}

function pathOf({ table, key }: RehearsedRow): string | null {
  if (table === "calls") return callPath(key);
  if (table === "contacts") return `/admin/super/leads/${key}`;
  return table === "call_events" ? `/admin/super/webhook-logs/${key}` : null;
}
