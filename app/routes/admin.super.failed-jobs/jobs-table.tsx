import { Form } from "@remix-run/react";
import type { FailedJob } from "#app/db/failed-jobs.server.ts";
import { Button } from "#app/ui/button.tsx";
import { type Column, DataTable } from "#app/ui/data-table.tsx";
import { NeedsRole } from "#app/ui/needs-role.tsx";
import { Time } from "#app/ui/time.tsx";

const columns: Column<FailedJob>[] = [
  { header: "Last try", cell: (job) => <Time at={job.updated_at} /> },
  { header: "Task", cell: (job) => <code className="font-mono text-xs">{job.task_identifier}</code> },
  { header: "Key", cell: (job) => job.key && <code className="font-mono text-xs break-all">{job.key}</code> },
  { header: "Tries", align: "end", cell: (job) => job.attempts },
  { header: "Last error", cell: (job) => job.last_error && <span className="break-words">{job.last_error}</span> },
  {
    header: "Action",
    cell: (job) => (
      <NeedsRole atLeast="operator">
        <Form method="post">
          <input type="hidden" name="job" value={job.id} />
          <Button aria-label={`Run ${job.key ?? `${job.task_identifier} ${job.id}`} again`}>Run again</Button>
        </Form>
      </NeedsRole>
    ),
  },
];

/** Jobs that used up their tries, the latest first. */
export function JobsTable({ jobs }: { jobs: readonly FailedJob[] }) {
  return (
    <DataTable caption="Jobs that used up their tries" columns={columns} rows={[...jobs]} rowKey={({ id }) => id} />
  );
}
