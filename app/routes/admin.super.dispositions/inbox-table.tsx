import { Form } from "@remix-run/react";
import type { UnmappedCode } from "#app/db/dispositions/dispositions.server.ts";
import { stages } from "#app/ui/badges.tsx";
import { Button } from "#app/ui/buttons.tsx";
import { Input } from "#app/ui/fields.tsx";
import { CallCount } from "#app/ui/links.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";
import { StageSelect } from "./stage-select.tsx";

const columns: Column<UnmappedCode>[] = [
  {
    header: "Code",
    isText: true,
    cell: ({ code }) => <code className="font-mono text-xs font-medium break-all">{code}</code>,
  },
  {
    header: "Calls",
    align: "end",
    cell: ({ code, call_count }) => <CallCount count={call_count} query={{ disposition: code }} />,
  },
  { header: "Last call", cell: ({ last_call_at }) => <Time at={last_call_at} show="relative" /> },
  {
    header: "Name and meaning",
    cell: ({ code, name, suggested_stage }) => (
      <>
        <NeedsRole atLeast="admin">
          <Form method="post" className="flex flex-wrap items-end gap-2">
            <input type="hidden" name="code" value={code} />
            <Input
              label={`Name of ${code}`}
              name="name"
              defaultValue={name?.slice(0, 100) ?? ""}
              autoComplete="off"
              className="w-40"
            />
            <StageSelect label={`What ${code} means`} defaultValue={suggested_stage ?? "contacted"} className="w-36" />
            <Button aria-label={`Add ${code}`}>Add</Button>
          </Form>
        </NeedsRole>
        <span className="[form+&]:hidden">{name}</span>
        {suggested_stage !== null && (
          <p className="mt-1 text-xs text-ink-soft">Convoso’s flags suggest: {stages[suggested_stage].label}</p>
        )}
      </>
    ),
  },
];

/** Codes of calls that nobody has classified, most calls first, each with a form to classify it. */
export function InboxTable({ codes }: { codes: UnmappedCode[] }) {
  return (
    <>
      <p className="px-4 py-2.5 text-sm text-ink-soft">
        Calls use these codes, most frequent first. They count as contacted until you classify them.
      </p>
      <DataTable caption="Codes to classify" columns={columns} rows={codes} rowKey={({ code }) => code} />
    </>
  );
}
