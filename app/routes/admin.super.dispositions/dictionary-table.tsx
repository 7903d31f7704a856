import { Form } from "@remix-run/react";
import type { DictionaryEntry } from "#app/db/dispositions.server.ts";
import { Button } from "#app/ui/button.tsx";
import { CallCount } from "#app/ui/call-count.tsx";
import { type Column, DataTable } from "#app/ui/data-table.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { NeedsRole } from "#app/ui/needs-role.tsx";
import { StageBadge } from "#app/ui/stage-badge.tsx";
import { Time } from "#app/ui/time.tsx";

const columns: Column<DictionaryEntry>[] = [
  { header: "Code", cell: ({ code }) => <code className="font-mono text-xs font-medium break-all">{code}</code> },
  { header: "Name", cell: ({ name }) => name },
  { header: "Means", cell: ({ stage }) => <StageBadge stage={stage} /> },
  {
    header: "Calls",
    align: "end",
    cell: ({ code, call_count }) => <CallCount count={call_count} query={{ disposition: code }} />,
  },
  {
    header: "Changed",
    cell: ({ updated_at, updated_by }) =>
      updated_by !== null && (
        <>
          <Time at={updated_at} show="relative" /> <span className="text-ink-soft">by {updated_by}</span>
        </>
      ),
  },
  {
    header: "Action",
    cell: ({ code }) => (
      <NeedsRole atLeast="admin">
        <span className="-my-1.5 flex gap-1 max-md:-ms-3">
          <LinkButton to={`?code=${encodeURIComponent(code)}#entry`} look="quiet" aria-label={`Change ${code}`}>
            Change
          </LinkButton>
          <Form method="post">
            <input type="hidden" name="code" value={code} />
            <Button look="quiet" name="intent" value="remove" aria-label={`Remove ${code}`}>
              Remove
            </Button>
          </Form>
        </span>
      </NeedsRole>
    ),
  },
];

/** The dictionary, with the codes of most calls first. */
export function DictionaryTable({ entries }: { entries: DictionaryEntry[] }) {
  return (
    <DataTable
      caption="What each code means, those of most calls first"
      columns={columns}
      rows={entries}
      rowKey={({ code }) => code}
    />
  );
}
