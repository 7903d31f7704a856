import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { findEvent, listNeighbours } from "#app/db/call-events.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { explainEvent } from "#app/features/webhooks/explain-event.server.ts";
import { traceChanges } from "#app/features/webhooks/trace-changes.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { OutcomeBadge } from "#app/ui/outcome-badge.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { RevealForm } from "#app/ui/reveal-form.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";
import { Body } from "./body.tsx";
import { ChangesCard } from "./changes-card.tsx";
import { CompareCard } from "./compare-card.tsx";
import { eventFacts } from "./event-facts.tsx";
import { NeighbourLinks, NeighboursCard } from "./neighbours-card.tsx";
import { readComparison } from "./read-comparison.server.ts";
import { Readings } from "./readings.tsx";
import { ReplayLinks } from "./replay-links.tsx";
import { showEvent } from "./show-event.server.ts";

export const meta: MetaFunction = () => [{ title: "Delivery · Convoso portal" }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const shown = shownTo(await requireAdmin(request, context));
  const id = z.uuid().safeParse(params.eventId);
  const db = await orUnavailable(pool());
  const event = id.success ? await orUnavailable(findEvent(db, id.data)) : null;
  if (!event) throw new Response("No delivery has this id.", { status: 404 });
  // Without the body, which is hidden with the rest, there is nothing to explain either.
  const visible = shown.event(event);
  const neighbours = await orUnavailable(listNeighbours(db, event));
  // Both show payloads.
  const nothing = { asked: null, isFound: true, other: null, comparison: null };
  const [changes, compared] = shown.isMasked
    ? [[], nothing]
    : await orUnavailable(Promise.all([traceChanges(db, event), readComparison(db, event, neighbours, request)]));
  return {
    event: showEvent(visible),
    explained: explainEvent(visible),
    neighbours: {
      ...neighbours,
      older: neighbours.older.map(shown.event),
      newer: neighbours.newer.map(shown.event),
    },
    changes,
    compared,
    isMasked: shown.isMasked,
  };
}

export default function Delivery() {
  const { event, explained, neighbours, changes, compared, isMasked } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {event.endpoint === "echo" ? "Echo" : event.endpoint === "lead" ? "Lead" : "Call"} delivery
            <OutcomeBadge outcome={event.outcome} />
            {event.is_misrouted && <Badge tone="warn">Misrouted</Badge>}
            {event.is_test && <Badge>Test</Badge>}
          </span>
        }
        description={
          <>
            <TextLink to="/admin/super/webhook-logs">Webhook Logs</TextLink> / received{" "}
            <Time at={event.received_at} show="both" />
          </>
        }
      >
        <NeighbourLinks neighbours={neighbours} />
        <ReplayLinks event={event} />
        <RevealForm what="delivery" id={event.id} />
      </PageHeader>
      {(event.error !== null || event.hint !== null) && (
        <div className="mb-4">
          <Notice tone={event.http_status >= 400 ? "bad" : "warn"} title={event.error ?? "Worth a look"}>
            {event.hint}
          </Notice>
        </div>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <div className="grid gap-4">
          <Card title="What became of it">
            <Facts facts={eventFacts(event)} />
          </Card>
          <NeighboursCard event={event} neighbours={neighbours} />
          <Card title="Headers">
            <CodeBlock
              label="As received, without secrets"
              wrap
              text={Object.entries(event.headers)
                .map(([name, value]) => `${name}: ${value}`)
                .join("\n")}
            />
          </Card>
        </div>
        <div className="grid min-w-0 gap-4">
          <ChangesCard event={event} changes={changes} isMasked={isMasked} />
          <Readings explained={explained} />
          <Card title="Body">
            <Body event={event} />
          </Card>
        </div>
      </div>
      <CompareCard compared={compared} isMasked={isMasked} />
    </>
  );
}
