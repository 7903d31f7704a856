import { Form } from "@remix-run/react";
import type { UnmappedCode } from "#app/db/dispositions.server.ts";
import { Button } from "#app/ui/button.tsx";
import { CallCount } from "#app/ui/call-count.tsx";
import { type Column, DataTable } from "#app/ui/data-table.tsx";
import { Input } from "#app/ui/field.tsx";
import { NeedsRole } from "#app/ui/needs-role.tsx";
import { Time } from "#app/ui/time.tsx";
import { StageSelect } from "./stage-select.tsx";

const columns: Column<UnmappedCode>[] = [
  { header: "Code", cell: ({ code }) => <code className="font-mono text-xs font-medium break-all">{code}</code> },
  {
    header: "Calls",
    align: "end",
    cell: ({ code, call_count }) => <CallCount count={call_count} query={{ disposition: code }} />,
  },
  { header: "Last call", cell: ({ last_call_at }) => <Time at={last_call_at} show="relative" /> },
  {
    header: "Name and meaning",
    cell: ({ code, name }) => (
      <>
        <NeedsRole atLeast="admin">
          <Form method="post" className="flex flex-wrap items-end gap-2">
            <input type="hidden" name="code" value={code} />
            <Input
              label={`Name of ${code}`}
              name="name"
              defaultValue={name?.slice(0, 100) ?? ""}
              maxLength={100}
              autoComplete="off"
              className="w-40"
            />
            <StageSelect label={`What ${code} means`} defaultValue="contacted" className="w-36" />
            <Button aria-label={`Add ${code}`}>Add</Button>
          </Form>
        </NeedsRole>
        <span className="[form+&]:hidden">{name}</span>
      </>
    ),
  },
];

/** Codes that calls brought and nobody has named, those of most calls first, each to be named on the spot. */
export function InboxTable({ codes }: { codes: UnmappedCode[] }) {
  return (
    <>
      <p className="px-4 py-2.5 text-sm text-ink-soft">
        Calls brought these, the most frequent first. They count as contacted until you say what they mean.
      </p>
      <DataTable caption="Codes that are not named yet" columns={columns} rows={codes} rowKey={({ code }) => code} />
    </>
  );
}
