import { Form } from "@remix-run/react";
import type { DictionaryEntry } from "#app/db/dispositions/dispositions.server.ts";
import { StageBadge } from "#app/ui/badges.tsx";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { CallCount } from "#app/ui/links.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

/** An entry with its figures; `share`: of all calls. `version`: its state, for the forms that change it. */
export type ShownEntry = DictionaryEntry & { share: string; last_call_at: Date | null; version: string };

const columns: Column<ShownEntry>[] = [
  {
    header: "Code",
    isText: true,
    cell: ({ code }) => <code className="font-mono text-xs font-medium break-all">{code}</code>,
  },
  { header: "Name", isText: true, cell: ({ name }) => name },
  { header: "Meaning", cell: ({ stage }) => <StageBadge stage={stage} /> },
  {
    header: "Calls",
    align: "end",
    cell: ({ code, call_count }) => <CallCount count={call_count} query={{ disposition: code }} />,
  },
  { header: "Share", align: "end", cell: ({ call_count, share }) => call_count > 0 && share },
  { header: "Last call", cell: ({ last_call_at }) => last_call_at && <Time at={last_call_at} show="relative" /> },
  {
    header: "Changed",
    isText: true,
    cell: ({ updated_at, updated_by }) =>
      updated_by !== null && (
        <>
          <Time at={updated_at} show="relative" /> <span className="text-ink-soft">by {updated_by}</span>
        </>
      ),
  },
  {
    header: "Action",
    cell: ({ code, version }) => (
      <NeedsRole atLeast="admin">
        <span className="-my-1.5 flex gap-1 max-md:-ms-3">
          <LinkButton to={`?code=${encodeURIComponent(code)}#entry`} look="quiet" aria-label={`Change ${code}`}>
            Change
          </LinkButton>
          <Form method="post">
            <input type="hidden" name="code" value={code} />
            <input type="hidden" name="basedOn" value={version} />
            <Button look="quiet" name="intent" value="remove" aria-label={`Remove ${code}`}>
              Remove
            </Button>
          </Form>
        </span>
      </NeedsRole>
    ),
  },
];

/** The disposition settings, codes with the most calls first. */
export function DictionaryTable({ entries }: { entries: ShownEntry[] }) {
  return (
    <DataTable
      caption="Meaning of each code, most calls first"
      columns={columns}
      rows={entries}
      rowKey={({ code }) => code}
    />
  );
}
