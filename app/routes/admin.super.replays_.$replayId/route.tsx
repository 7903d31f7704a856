import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useLoaderData, useSearchParams } from "@remix-run/react";
import { z } from "zod";
import { listEvents } from "#app/db/call-events.server.ts";
import { momentOf } from "#app/db/event-id.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { findReplay, listReplayResults, MOST_RESULTS, type Replay } from "#app/db/replays.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { resumeReplay, stopReplay } from "#app/features/replays/start-replay.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { EventsTable } from "#app/ui/events-table.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { LiveState } from "#app/ui/live-state.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Pager } from "#app/ui/pager.tsx";
import { ReplayBadge } from "#app/ui/replay-badge.tsx";
import { ReplayName } from "#app/ui/replay-name.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";
import { useLive } from "#app/ui/use-live.ts";

export const meta: MetaFunction = ({ params }) => [{ title: `Replay ${params.replayId} · Convoso portal` }];

const notFound = () => new Response("No replay has this number.", { status: 404 });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const shown = shownTo(await requireAdmin(request, context, "operator"));
  const { data: id } = queryField.id.safeParse(params.replayId);
  const db = await orUnavailable(pool());
  const replay = id === undefined ? null : await orUnavailable(findReplay(db, id));
  if (!replay) throw notFound();
  const { values } = readQuery(request, {
    result: z.enum(["changed", "failed"]).default("changed"),
    back: queryField.text,
    before: queryField.uuid,
    after: queryField.uuid,
  });
  const { result, back, ...asked } = values;
  const { rows: ids, ...pages } = await orUnavailable(listReplayResults(db, replay.id, result, asked));
  const { rows } = await orUnavailable(listEvents(db, { ids }));
  return {
    replay,
    reachedAt: replay.reached === null ? null : momentOf(replay.reached),
    result,
    back: new URLSearchParams(back ?? replay.query).toString(),
    ...pages,
    rows: rows.map(shown.event),
  };
}

/** "Stop" and "Go on". */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context, "operator");
  const { data: id } = queryField.id.safeParse(params.replayId);
  if (id === undefined) throw notFound();
  const isGoingOn = (await readForm(request)).get("intent") === "resume";
  const db = await orUnavailable(pool());
  const isDone = await orUnavailable(isGoingOn ? resumeReplay(db, id, admin) : stopReplay(db, id, admin));
  const to = `/admin/super/replays/${id}`;
  if (!isDone) return redirectSaying(request, to, "The replay was over already", { tone: "info" });
  return redirectSaying(request, to, isGoingOn ? "The replay goes on" : "The replay is stopped");
}

export default function ReplayPage() {
  const { replay, reachedAt, result, back, rows, newer, older } = useLoaderData<typeof loader>();
  const isRunning = replay.state === "running";
  const live = useLive({ kinds: ["replays"], isPaused: !isRunning });
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            Replay {replay.id} <ReplayBadge state={replay.state} />
          </span>
        }
        description={
          <>
            <TextLink to="/admin/super/replays">Replays</TextLink> / <ReplayName replay={replay} />
          </>
        }
      >
        {isRunning && <LiveState live={live} />}
        {replay.state !== "finished" && (
          <Form method="post">
            <Button name="intent" value={isRunning ? "stop" : "resume"}>
              {isRunning ? "Stop" : "Go on"}
            </Button>
          </Form>
        )}
        <LinkButton to={`/admin/super/webhook-logs${back && `?${back}`}`}>Back to the list</LinkButton>
      </PageHeader>
      <Card title="How far it is" className="mb-4">
        <Facts facts={progress(replay, reachedAt)} />
        {isRunning && (
          <noscript>
            <p className="mt-3 text-sm">
              <TextLink to="">Load the page again</TextLink> to see how far it is now.
            </p>
          </noscript>
        )}
      </Card>
      <Results replay={replay} result={result}>
        {rows.length > 0 ? (
          <EventsTable
            caption={
              result === "changed" ? "Deliveries that changed something" : "Deliveries that could not be applied"
            }
            events={rows}
          />
        ) : (
          <EmptyState title={result === "changed" ? "Nothing has changed" : "None has failed"} />
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
    "Deliveries done": `${formatNumber(done)}${total}`,
    "Changed something": formatNumber(changed),
    "In force already": formatNumber(applied - changed),
    "Could not be applied": formatNumber(failed),
    "Cannot be replayed": skipped > 0 && `${formatNumber(skipped)} (an echo, or without a body)`,
    "Has come to": reachedAt && <Received at={reachedAt} />,
    "Goes on to": replay.state === "running" && filter.until && <Received at={filter.until} />,
    Started: (
      <>
        <Time at={replay.created_at} show="both" /> by {replay.created_by}
      </>
    ),
    Ended: replay.ended_at && (
      <>
        <Time at={replay.ended_at} show="both" />
        {replay.ended_by && ` by ${replay.ended_by}`}
      </>
    ),
  };
}

function Received({ at }: { at: Date }) {
  return (
    <>
      what was received <Time at={at} show="both" />
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
    <Card title="What came of it" flush>
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
          About the first {formatNumber(MOST_RESULTS)} are listed; the others are counted.
        </p>
      )}
    </Card>
  );
}
