import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listFailedJobs } from "#app/db/failed-jobs.server.ts";
import { installJobQueue } from "#app/db/jobs.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { runJobAgain } from "#app/features/jobs/run-job-again.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { JobsTable } from "./jobs-table.tsx";

export const meta: MetaFunction = () => [{ title: "Failed jobs · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shown = shownTo(await requireAdmin(request, context));
  await orUnavailable(installJobQueue());
  const db = await orUnavailable(pool());
  return { jobs: (await orUnavailable(listFailedJobs(db))).map(shown.job) };
}

/** "Run again". */
export async function action({ request, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context, "operator");
  const { data: id } = queryField.id.safeParse((await readForm(request)).get("job"));
  const db = await orUnavailable(pool());
  const isQueued = id !== undefined && (await orUnavailable(runJobAgain(db, id, admin)));
  return isQueued
    ? redirectSaying(request, "/admin/super/failed-jobs", "The worker runs the job again")
    : redirectSaying(request, "/admin/super/failed-jobs", "This job is not failed any more", { tone: "info" });
}

export default function FailedJobs() {
  const { jobs } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Failed jobs"
        description={
          <>
            <TextLink to="/admin/super">Overview</TextLink> / background work that used up its tries. The rest goes on.
          </>
        }
      />
      <Card flush>
        {jobs.length > 0 ? (
          <JobsTable jobs={jobs} />
        ) : (
          <EmptyState title="No job has failed for good">A job is tried 25 times, over about four days.</EmptyState>
        )}
      </Card>
    </>
  );
}
