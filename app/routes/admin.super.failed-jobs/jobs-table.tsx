import { Form } from "@remix-run/react";
import type { FailedJob } from "#app/db/jobs/failed-jobs.server.ts";
import { Button } from "#app/ui/buttons.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

const columns: Column<FailedJob>[] = [
  { header: "Last attempt", cell: (job) => <Time at={job.updated_at} /> },
  { header: "Task", cell: (job) => <code className="font-mono text-xs">{job.task_identifier}</code> },
  { header: "Key", cell: (job) => job.key && <code className="font-mono text-xs break-all">{job.key}</code> },
  { header: "Attempts", align: "end", cell: (job) => job.attempts },
  { header: "Last error", isLong: true, cell: (job) => job.last_error },
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

/** Jobs that failed after all retries, latest first. */
export function JobsTable({ jobs }: { jobs: readonly FailedJob[] }) {
  return (
    <DataTable
      caption="Jobs that failed after all retries"
      columns={columns}
      rows={[...jobs]}
      rowKey={({ id }) => id}
    />
  );
}
