import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { listEvents } from "#app/db/deliveries/call-events.server.ts";
import { findReplay, listReplayResults, MOST_RESULTS, type Replay } from "#app/db/replays/replays.server.ts";
import { REPLAYS } from "#app/features/replays/start-replay.server.ts";
import { resumeRun, stopRun } from "#app/features/runs/start-run.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { momentOf } from "#app/lib/event-id.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { RunBadge } from "#app/ui/badges.tsx";
import { LinkButton } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { EventsTable } from "#app/ui/events-table.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { LiveState } from "#app/ui/live.tsx";
import { ReplayName } from "#app/ui/replay-name.tsx";
import { ReloadHint, runFacts, StopOrResume } from "#app/ui/runs.tsx";
import { Pager } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";
import { useLive } from "#app/ui/use-live.ts";

export const meta: MetaFunction = ({ params }) => [{ title: `Replay ${params.replayId} · Convoso portal` }];

const notFound = () => new Response("No replay has this number.", { status: 404 });

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, shown, request, params }) => {
  const { data: id } = queryField.id.safeParse(params.replayId);
  const replay = id === undefined ? null : await findReplay(db, id);
  if (!replay) throw notFound();
  const { values } = readQuery(request, {
    result: z.enum(["changed", "failed"]).default("changed"),
    back: queryField.text,
    before: queryField.uuid,
    after: queryField.uuid,
  });
  const { result, back, ...asked } = values;
  const { rows: ids, ...pages } = await listReplayResults(db, replay.id, result, asked);
  const { rows } = await listEvents(db, { ids });
  return {
    replay,
    reachedAt: replay.reached === null ? null : momentOf(replay.reached),
    result,
    back: new URLSearchParams(back ?? replay.query).toString(),
    ...pages,
    rows: rows.map(shown.event),
  };
});

/** "Stop" and "Resume". */
export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request, params }) => {
  const { data: id } = queryField.id.safeParse(params.replayId);
  if (id === undefined) throw notFound();
  const isResuming = form.get("intent") === "resume";
  const isDone = await (isResuming ? resumeRun : stopRun)(db, REPLAYS, id, admin);
  const to = `/admin/super/replays/${id}`;
  if (!isDone) return redirectSaying(request, to, "The replay had already ended", { tone: "info" });
  return redirectSaying(request, to, isResuming ? "Replay resumed" : "Replay stopped");
});

export default function ReplayPage() {
  const { replay, reachedAt, result, back, rows, newer, older } = useLoaderData<typeof loader>();
  const isRunning = replay.state === "running";
  const live = useLive({ kinds: ["replays"], isPaused: !isRunning });
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            Replay {replay.id} <RunBadge state={replay.state} />
          </span>
        }
        description={
          <>
            <TextLink to="/admin/super/replays">Replays</TextLink> / <ReplayName replay={replay} />
          </>
        }
      >
        {isRunning && <LiveState live={live} />}
        <StopOrResume state={replay.state} />
        <LinkButton to={`/admin/super/webhook-logs${back && `?${back}`}`}>Back to the list</LinkButton>
      </PageHeader>
      <Card title="Progress" className="mb-4">
        <Facts facts={progress(replay, reachedAt)} />
        {isRunning && <ReloadHint className="mt-3" />}
      </Card>
      <Results replay={replay} result={result}>
        {rows.length > 0 ? (
          <EventsTable
            caption={result === "changed" ? "Deliveries that changed data" : "Deliveries that could not be applied"}
            events={rows}
          />
        ) : (
          <EmptyState title={result === "changed" ? "No delivery changed data" : "No delivery failed"} />
        )}
        <Pager newer={newer} older={older} label="Pages of results" />
      </Results>
    </>
  );
}

function progress(replay: Replay, reachedAt: Date | null) {
  const { applied, changed, failed, skipped, filter } = replay;
  const done = applied + failed + skipped;
  const total = filter.ids ? ` of ${formatNumber(filter.ids.length)}` : "";
  return {
    "Deliveries processed": `${formatNumber(done)}${total}`,
    "Changed data": formatNumber(changed),
    "Already applied": formatNumber(applied - changed),
    "Could not be applied": formatNumber(failed),
    "Cannot be replayed": skipped > 0 && `${formatNumber(skipped)} (an echo, or without a body)`,
    "Processed up to": reachedAt && <Received at={reachedAt} />,
    "Continues up to": replay.state === "running" && filter.until && <Received at={filter.until} />,
    ...runFacts(replay),
  };
}

function Received({ at }: { at: Date }) {
  return (
    <>
      received <Time at={at} show="both" />
    </>
  );
}

type ResultsProps = { replay: Replay; result: "changed" | "failed"; children: React.ReactNode };

function Results({ replay, result, children }: ResultsProps) {
  const [query] = useSearchParams();
  const at = (name: string) => {
    const next = new URLSearchParams(query);
    for (const cursor of ["before", "after"]) next.delete(cursor);
    next.set("result", name);
    return `?${next}`;
  };
  return (
    <Card title="Results" flush>
      <nav aria-label="Results" className="flex gap-4 border-b border-line px-4 py-2.5 text-sm">
        {(["changed", "failed"] as const).map((name) => (
          <TextLink
            key={name}
            to={at(name)}
            aria-current={name === result ? "page" : undefined}
            className="aria-[current]:text-ink aria-[current]:underline"
          >
            {name === "changed" ? "Changed" : "Failed"} ({formatNumber(replay[name])})
          </TextLink>
        ))}
      </nav>
      {children}
      {replay.changed + replay.failed > MOST_RESULTS && (
        <p className="border-t border-line px-4 py-3 text-sm text-ink-soft">
          About the first {formatNumber(MOST_RESULTS)} are listed; the rest are only counted.
        </p>
      )}
    </Card>
  );
}
