import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findNoteRun } from "#app/db/calls/note-runs.server.ts";
import { NOTE_RUNS } from "#app/features/notes/write-many-notes.server.ts";
import { resumeRun, stopRun } from "#app/features/runs/start-run.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { RunBadge } from "#app/ui/badges.tsx";
import { LinkButton } from "#app/ui/buttons.tsx";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { FetchName } from "#app/ui/fetch-name.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { LiveState } from "#app/ui/live.tsx";
import { ReloadHint, runFacts, StopOrResume } from "#app/ui/runs.tsx";
import { useLive } from "#app/ui/use-live.ts";

export const meta: MetaFunction = ({ params }) => [{ title: `Notes, run ${params.runId} · Convoso portal` }];

const notFound = () => new Response("No run has this number.", { status: 404 });

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, request, params }) => {
  const { data: id } = queryField.id.safeParse(params.runId);
  const run = id === undefined ? null : await findNoteRun(db, id);
  if (!run) throw notFound();
  const { back } = readQuery(request, { back: queryField.text }).values;
  return { run, back: new URLSearchParams(back ?? run.query ?? "").toString() };
});

export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request, params }) => {
  const { data: id } = queryField.id.safeParse(params.runId);
  if (id === undefined) throw notFound();
  const isResuming = form.get("intent") === "resume";
  const isDone = await (isResuming ? resumeRun : stopRun)(db, NOTE_RUNS, id, admin);
  const to = `/admin/super/note-runs/${id}`;
  if (!isDone) return redirectSaying(request, to, "The run had already ended", { tone: "info" });
  return redirectSaying(request, to, isResuming ? "Run resumed" : "Run stopped");
});

export default function NoteRunPage() {
  const { run, back } = useLoaderData<typeof loader>();
  const isRunning = run.state === "running";
  const live = useLive({ kinds: ["recordings"], isPaused: !isRunning });
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            Notes, run {run.id} <RunBadge state={run.state} />
          </span>
        }
        description={
          <>
            <TextLink to="/admin/super/note-runs">Notes in bulk</TextLink> / <FetchName fetch={run} />
          </>
        }
      >
        {isRunning && <LiveState live={live} />}
        <StopOrResume state={run.state} />
        <LinkButton to={`/admin/super/calls${back && `?${back}`}`}>Back to the list</LinkButton>
      </PageHeader>
      <Card title="Progress">
        <div className="grid gap-3">
          <Facts
            facts={{
              Note: <span className="whitespace-pre-wrap">{run.text}</span>,
              "Calls with the note": `${formatNumber(run.noted)} of ${formatNumber(run.calls)}`,
              ...runFacts(run),
            }}
          />
          {isRunning && <ReloadHint />}
        </div>
      </Card>
    </>
  );
}
