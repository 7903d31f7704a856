import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { findCall, listCalls } from "#app/db/calls/list-calls.server.ts";
import { listEvents } from "#app/db/deliveries/call-events.server.ts";
import { listCustody } from "#app/db/evidence/custody.server.ts";
import { findPendingRecording } from "#app/db/recordings/pending-recordings.server.ts";
import { readRecordings } from "#app/features/archive/read-recordings.server.ts";
import { readKeeping } from "#app/features/keeping/read-keeping.server.ts";
import { listShownNotes } from "#app/features/notes/list-shown-notes.server.ts";
import { retryRecording } from "#app/features/recordings/retry-recording.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { localPath } from "#app/http/local-path.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { callPath, readCallId } from "#app/lib/call-path.ts";
import { custodyWords, outcomeWords } from "#app/lib/custody-words.server.ts";
import { Badge } from "#app/ui/badges.tsx";
import { LinkButton } from "#app/ui/buttons.tsx";
import { CallsTable } from "#app/ui/calls-table.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { EventsTable } from "#app/ui/events-table.tsx";
import { ExtraFields, Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { NotesCard } from "#app/ui/notes.tsx";
import { NeedsRole, RevealForm, useMayHear } from "#app/ui/roles.tsx";
import { callFacts } from "./call-facts.tsx";
import { CustodyCard } from "./custody-card.tsx";
import { KeepingCard } from "./keeping-card.tsx";
import { RecordingCard } from "./recording-card.tsx";

export const meta: MetaFunction = ({ params }) => [{ title: `Call ${readCallId(params.callId)} · Convoso portal` }];

/** The number of calls of the same lead that are shown before and after this one. */
const NEIGHBOURS = 3;

export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ db, admin, shown, request, params }) => {
  const callId = readCallId(params.callId);
  const call = callId === null ? null : await findCall(db, callId);
  if (!call) throw new Response("No call has this id.", { status: 404 });
  const ofLead = call.contact_id === null ? null : { contactId: call.contact_id };
  const [recordings, keeping, custody, pending, events, notes, later, earlier] = await Promise.all([
    readRecordings(db, call.call_id),
    readKeeping(db, call.call_id),
    listCustody(db, [call.call_id]),
    findPendingRecording(db, call.call_id),
    listEvents(db, { callId: call.call_id }),
    listShownNotes(db, { callId: call.call_id }, admin, shown.noteOn(call)),
    ofLead && listCalls(db, ofLead, { after: call.cursor }, NEIGHBOURS),
    ofLead && listCalls(db, ofLead, { before: call.cursor }, NEIGHBOURS),
  ]);
  const neighbours = [...(later?.rows ?? []), ...(earlier?.rows ?? [])];
  const { hasAuthToken } = portalSettings(request);
  return {
    call: shown.call(call),
    recordings: shown.isMasked ? recordings.map((one) => ({ ...one, waveform: null })) : recordings,
    keeping: shown.labels(keeping),
    custody: custody.map((step) =>
      shown.custody({ ...step, words: custodyWords(step.what), result: outcomeWords(step.outcome) }),
    ),
    pending: shown.searchOf(call, pending),
    notes,
    events: events.rows.map(shown.event),
    neighbours: neighbours.map(shown.call),
    hasAuthToken,
  };
});

/** "Fetch again now", from the call's page, or from a list that `back` names. */
export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request, params }) => {
  const callId = readCallId(params.callId);
  const call = callId === null ? null : await findCall(db, callId);
  if (!call) throw new Response("No call has this id.", { status: 404 });
  const back = form.get("back");
  const to = typeof back === "string" ? localPath(back) : callPath(call.call_id);
  await retryRecording(db, call.call_id, admin);
  return redirectSaying(request, to, "Recording requested", { tone: "info" });
});

export default function CallPage() {
  const { call, recordings, keeping, custody, pending, notes, events, neighbours, hasAuthToken } =
    useLoaderData<typeof loader>();
  const isWhole = useMayHear(call.campaign);
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
        {!isWhole && <RevealForm what="call" id={call.call_id} />}
        <NeedsRole atLeast="admin">
          <LinkButton to={`/admin/super/audit?call=${encodeURIComponent(call.call_id)}`}>Audit</LinkButton>
        </NeedsRole>
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="Call">
          <Facts facts={callFacts(call)} />
        </Card>
        <div className="grid gap-4">
          <RecordingCard call={call} recordings={recordings} pending={pending} hasAuthToken={hasAuthToken} />
          <NotesCard what="call" id={call.call_id} notes={notes} />
          <KeepingCard callId={call.call_id} keeping={keeping} />
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
          <CallsTable caption="Calls of the same lead around this one, latest first" calls={neighbours} />
        </Card>
      )}
      <CustodyCard steps={custody} />
      <Card title="Deliveries" flush className="mt-4">
        {events.length > 0 ? (
          <EventsTable caption="Deliveries about this call, newest first" events={events} />
        ) : (
          <EmptyState title="No delivery about this call is left" />
        )}
      </Card>
    </>
  );
}
