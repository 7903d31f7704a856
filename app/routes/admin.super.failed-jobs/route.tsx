import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { listFailedJobs } from "#app/db/jobs/failed-jobs.server.ts";
import { runJobAgain } from "#app/features/jobs/run-job-again.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { JobsTable } from "./jobs-table.tsx";

export const meta: MetaFunction = () => [{ title: "Failed jobs · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ db, shown }) => {
  await installJobQueue();
  return { jobs: (await listFailedJobs(db)).map(shown.job) };
});

/** "Run again". */
export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request }) => {
  const { data: id } = queryField.id.safeParse(form.get("job"));
  const isQueued = id !== undefined && (await runJobAgain(db, id, admin));
  return isQueued
    ? redirectSaying(request, "/admin/super/failed-jobs", "The job is queued again")
    : redirectSaying(request, "/admin/super/failed-jobs", "This job is no longer failed", { tone: "info" });
});

export default function FailedJobs() {
  const { jobs } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Failed jobs"
        description={
          <>
            <TextLink to="/admin/super">Overview</TextLink> / jobs that failed after all retries. Other work continues.
          </>
        }
      />
      <div className="mb-3 empty:hidden">
        {jobs.length > 0 && <NeedsRole atLeast="operator" toDo="run a job again" />}
      </div>
      <Card flush>
        {jobs.length > 0 ? (
          <JobsTable jobs={jobs} />
        ) : (
          <EmptyState title="No job has failed permanently">A job is tried 25 times, over about four days.</EmptyState>
        )}
      </Card>
    </>
  );
}
