import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listCallsById } from "#app/db/calls/list-calls.server.ts";
import { countFetchResults, findFetch, listFetchedCalls } from "#app/db/recordings/recording-fetches.server.ts";
import { FETCHES } from "#app/features/recordings/start-fetch.server.ts";
import { resumeRun, stopRun } from "#app/features/runs/start-run.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { RunBadge } from "#app/ui/badges.tsx";
import { LinkButton } from "#app/ui/buttons.tsx";
import { CallsTable } from "#app/ui/calls-table.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { FetchName } from "#app/ui/fetch-name.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { LiveState } from "#app/ui/live.tsx";
import { StopOrResume } from "#app/ui/runs.tsx";
import { Pager } from "#app/ui/tables.tsx";
import { useLive } from "#app/ui/use-live.ts";
import { Progress } from "./progress.tsx";
import { ResultGroups } from "./result-groups.tsx";

export const meta: MetaFunction = ({ params }) => [{ title: `Fetch ${params.fetchId} · Convoso portal` }];

const notFound = () => new Response("No fetch has this number.", { status: 404 });

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, shown, request, params }) => {
  const { data: id } = queryField.id.safeParse(params.fetchId);
  const fetch = id === undefined ? null : await findFetch(db, id);
  if (!fetch) throw notFound();
  const { values } = readQuery(request, {
    result: queryField.text,
    back: queryField.text,
    before: queryField.place,
    after: queryField.place,
  });
  const { back, ...asked } = values;
  const results = await countFetchResults(db, fetch.id);
  const result = asked.result ?? results.find((group) => group.result !== null)?.result ?? null;
  const page = result === null ? null : await listFetchedCalls(db, fetch.id, result, asked);
  const found = await listCallsById(db, page?.rows ?? []);
  const calls = new Map(found.map((call) => [call.call_id, call]));
  const rows = (page?.rows ?? []).flatMap((callId) => calls.get(callId) ?? []);
  return {
    fetch,
    results,
    result,
    back: new URLSearchParams(back ?? fetch.query ?? "").toString(),
    rows: rows.map(shown.call),
    newer: page?.newer ?? null,
    older: page?.older ?? null,
  };
});

export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request, params }) => {
  const { data: id } = queryField.id.safeParse(params.fetchId);
  if (id === undefined) throw notFound();
  const isResuming = form.get("intent") === "resume";
  const isDone = await (isResuming ? resumeRun : stopRun)(db, FETCHES, id, admin);
  const to = `/admin/super/fetches/${id}`;
  if (!isDone) return redirectSaying(request, to, "The fetch had already ended", { tone: "info" });
  return redirectSaying(request, to, isResuming ? "Fetch resumed" : "Fetch stopped");
});

export default function FetchPage() {
  const { fetch, results, result, back, rows, newer, older } = useLoaderData<typeof loader>();
  const isRunning = fetch.state === "running";
  const live = useLive({ kinds: ["recordings"], isPaused: !isRunning });
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            Fetch {fetch.id} <RunBadge state={fetch.state} />
          </span>
        }
        description={
          <>
            <TextLink to="/admin/super/fetches">Fetches</TextLink> / <FetchName fetch={fetch} />
          </>
        }
      >
        {isRunning && <LiveState live={live} />}
        <StopOrResume state={fetch.state} />
        <LinkButton to={`/admin/super/calls${back && `?${back}`}`}>Back to the list</LinkButton>
      </PageHeader>
      <Progress fetch={fetch} results={results} />
      <Card title="Results" flush>
        <ResultGroups results={results} result={result} />
        {rows.length > 0 ? (
          <CallsTable caption="Calls with this result, latest first" calls={rows} />
        ) : (
          <EmptyState title={result === null ? "No call has a result yet" : "No call has this result"} />
        )}
        <Pager newer={newer} older={older} label="Pages of results" />
      </Card>
    </>
  );
}
