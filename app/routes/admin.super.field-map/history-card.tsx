import { Form } from "@remix-run/react";
import type { MapChange } from "#app/features/field-map/compare-maps.server.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Card, EmptyState } from "#app/ui/cards.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

type Version = {
  version: number;
  note: string | null;
  created_at: Date;
  created_by: string;
  keys: number;
  changes: MapChange[];
};

const columnsFor = (basedOn: number): Column<Version>[] => [
  { header: "Version", cell: ({ version }) => <span id={`version-${version}`}>{version}</span> },
  {
    header: "Saved",
    cell: ({ created_at, created_by }) => (
      <>
        <Time at={created_at} show="relative" /> <span className="text-ink-soft">by {created_by}</span>
      </>
    ),
  },
  {
    header: "Changes",
    cell: ({ changes }) => (
      <ul className="grid gap-0.5">
        {changes.map(({ key, before, after }) => (
          <li key={key}>
            <code className="font-mono text-xs break-all">{key}</code>: {before} → {after}
          </li>
        ))}
      </ul>
    ),
  },
  { header: "Keys", align: "end", cell: ({ keys }) => keys },
  { header: "Note", cell: ({ note }) => note },
  {
    header: "Action",
    cell: ({ version }) =>
      version === basedOn ? (
        "in use"
      ) : (
        <NeedsRole atLeast="admin">
          <Form method="post" className="-my-1.5 max-md:-ms-3">
            <input type="hidden" name="version" value={version} />
            <input type="hidden" name="basedOn" value={basedOn} />
            <Button look="quiet" name="intent" value="restore" aria-label={`Restore version ${version}`}>
              Restore
            </Button>
          </Form>
        </NeedsRole>
      ),
  },
];

/** Every version of the map. Restoring one makes a new version. */
export function HistoryCard({ history, basedOn }: { history: Version[]; basedOn: number }) {
  return (
    <Card title="Versions" id="versions" flush>
      {history.length > 0 ? (
        <DataTable
          caption="Versions of this field map, newest first"
          columns={columnsFor(basedOn)}
          rows={history}
          rowKey={({ version }) => version}
        />
      ) : (
        <EmptyState title="No version yet">Keys mean what their names say until you save a map.</EmptyState>
      )}
    </Card>
  );
}
