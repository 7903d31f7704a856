import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { findEvent, listNeighbours } from "#app/db/deliveries/call-events.server.ts";
import { listOtherTries } from "#app/db/deliveries/other-tries.server.ts";
import { explainEvent } from "#app/features/deliveries/explain-event.server.ts";
import { traceChanges } from "#app/features/deliveries/trace-changes.server.ts";
import { loadFieldMapsOf } from "#app/features/ingest/field-maps.server.ts";
import { adminLoader } from "#app/http/admin-loader.server.ts";
import { DESTINATION_WORDS } from "#app/lib/endpoints.ts";
import { Badge, OutcomeBadge } from "#app/ui/badges.tsx";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { RevealForm } from "#app/ui/roles.tsx";
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

export const meta: MetaFunction = ({ params }) => [{ title: `Delivery ${params.eventId} · Convoso portal` }];

export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ db, shown, request, params }) => {
  const id = z.uuid().safeParse(params.eventId);
  const event = id.success ? await findEvent(db, id.data) : null;
  if (!event) throw new Response("No delivery has this id.", { status: 404 });
  // Explained from the masked delivery: without its body there is nothing to explain.
  const visible = shown.event(event);
  const [neighbours, otherTries] = await Promise.all([listNeighbours(db, event), listOtherTries(db, event)]);
  // Both would show payloads.
  const nothing = { asked: null, isFound: true, other: null, comparison: null };
  const [changes, compared] = shown.isMasked
    ? [[], nothing]
    : await Promise.all([traceChanges(db, event), readComparison(db, event, neighbours, request)]);
  return {
    event: showEvent(visible),
    explained: explainEvent(visible, (await loadFieldMapsOf(db, [event]))(event)),
    neighbours: {
      ...neighbours,
      older: neighbours.older.map(shown.event),
      newer: neighbours.newer.map(shown.event),
    },
    otherTries,
    changes,
    compared,
    isMasked: shown.isMasked,
  };
});

export default function Delivery() {
  const { event, explained, neighbours, otherTries, changes, compared, isMasked } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {event.endpoint === "unknown"
              ? "Delivery to a wrong address"
              : `${DESTINATION_WORDS[event.endpoint]} delivery`}
            <OutcomeBadge outcome={event.outcome} />
            {event.is_misrouted && <Badge tone="warn">Wrong address</Badge>}
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
      {(event.error !== null || (event.hint !== null && event.outcome !== "split")) && (
        <div className="mb-4">
          <Notice tone={event.http_status >= 400 ? "bad" : "warn"} title={event.error ?? "Worth a look"}>
            {event.hint}
          </Notice>
        </div>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <div className="grid gap-4">
          <Card title="Result">
            <Facts facts={eventFacts(event, otherTries)} />
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
          <Readings explained={explained} event={event} />
          <Card title="Body">
            <Body event={event} />
          </Card>
        </div>
      </div>
      <CompareCard {...{ compared, isMasked }} hasNeighbours={neighbours.older.length + neighbours.newer.length > 0} />
    </>
  );
}
