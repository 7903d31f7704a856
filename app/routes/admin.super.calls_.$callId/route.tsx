import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listEvents } from "#app/db/call-events.server.ts";
import { findCall, listCalls } from "#app/db/calls.server.ts";
import { findPendingRecording } from "#app/db/pending-recordings.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { retryRecording } from "#app/features/recordings/retry-recording.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { localPath } from "#app/http/local-path.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { readText } from "#app/http/read-text.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Badge } from "#app/ui/badge.tsx";
import { CallsTable } from "#app/ui/calls-table.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { EventsTable } from "#app/ui/events-table.tsx";
import { ExtraFields } from "#app/ui/extra-fields.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { RevealForm } from "#app/ui/reveal-form.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { callFacts } from "./call-facts.tsx";
import { RecordingCard } from "./recording-card.tsx";

export const meta: MetaFunction = ({ params }) => [{ title: `Call ${params.callId} · Convoso portal` }];

/** So many calls of the same lead are shown, on either side of this one. */
const NEIGHBOURS = 3;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const shown = shownTo(await requireAdmin(request, context));
  const callId = readText(params.callId);
  const db = await orUnavailable(pool());
  const call = callId === null ? null : await orUnavailable(findCall(db, callId));
  if (!call) throw new Response("No call has this id.", { status: 404 });
  const ofLead = call.contact_id === null ? null : { contactId: call.contact_id };
  const [pending, events, later, earlier] = await orUnavailable(
    Promise.all([
      findPendingRecording(db, call.call_id),
      listEvents(db, { callId: call.call_id }),
      ofLead && listCalls(db, ofLead, { after: call.cursor }, NEIGHBOURS),
      ofLead && listCalls(db, ofLead, { before: call.cursor }, NEIGHBOURS),
    ]),
  );
  const neighbours = [...(later?.rows ?? []), ...(earlier?.rows ?? [])];
  const { hasAuthToken } = portalSettings(request);
  return {
    call: shown.call(call),
    pending,
    events: events.rows.map(shown.event),
    neighbours: neighbours.map(shown.call),
    hasAuthToken,
  };
}

/** "Fetch again now", from the call's own page, or from one that wants to be come `back` to. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context, "operator");
  const callId = readText(params.callId);
  const db = await orUnavailable(pool());
  const call = callId === null ? null : await orUnavailable(findCall(db, callId));
  if (!call) throw new Response("No call has this id.", { status: 404 });
  const back = (await readForm(request)).get("back");
  const to = typeof back === "string" ? localPath(back) : `/admin/super/calls/${encodeURIComponent(call.call_id)}`;
  const isQueued = await orUnavailable(retryRecording(db, call.call_id, admin));
  if (!isQueued) return redirectSaying(request, to, "There is nothing to search for any more", { tone: "info" });
  return redirectSaying(request, to, "The worker asks Convoso for the recording now", { tone: "info" });
}

export default function CallPage() {
  const { call, pending, events, neighbours, hasAuthToken } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            <span className="min-w-0 break-all">Call {call.call_id}</span>
            {call.is_test && <Badge>Test</Badge>}
          </span>
        }
        description={<TextLink to="/admin/super/calls">Calls</TextLink>}
      >
        <RevealForm what="call" id={call.call_id} />
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="The call">
          <Facts facts={callFacts(call)} />
        </Card>
        <div className="grid gap-4">
          <RecordingCard call={call} pending={pending} hasAuthToken={hasAuthToken} />
          <ExtraFields extra={call.extra} />
        </div>
      </div>
      {neighbours.length > 0 && (
        <Card
          title="Other calls of this lead"
          flush
          className="mt-4"
          action={
            <LinkButton to={`/admin/super/leads/${call.contact_id}`} look="quiet">
              Journey
            </LinkButton>
          }
        >
          <CallsTable caption="Calls of the same lead around this one, the latest first" calls={neighbours} />
        </Card>
      )}
      <Card title="Its deliveries" flush className="mt-4">
        {events.length > 0 ? (
          <EventsTable caption="Deliveries about this call, newest first" events={events} />
        ) : (
          <EmptyState title="No delivery names this call any more" />
        )}
      </Card>
    </>
  );
}
