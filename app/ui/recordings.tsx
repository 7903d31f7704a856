import { Form, useLocation } from "@remix-run/react";
import type { CallSummary } from "#app/db/calls/list-calls.server.ts";
import { callPath } from "#app/lib/call-path.ts";
import { faultWords } from "#app/lib/recording-faults.ts";
import { RecordingBadge } from "#app/ui/badges.tsx";
import { buttonClass } from "#app/ui/buttons.tsx";
import { PlayButton } from "#app/ui/listening.tsx";
import { NeedsRole, useMayHear } from "#app/ui/roles.tsx";
import { NextTry, Time } from "#app/ui/time.tsx";

/** A call's recording to play, or the state of the search for it and what can be done. */
export function RecordingCell({ call }: { call: CallSummary }) {
  const { recording_state: state, next_try_at, last_answer } = call;
  const nextTry = next_try_at !== null && state !== "none" && (
    <span className="text-xs text-ink-soft">
      {" "}
      next attempt <NextTry at={next_try_at} show="relative" />
    </span>
  );
  if (state === "found" || state === "playable") {
    return (
      <>
        <Playable call={call} />
        {nextTry && <span className="block text-xs text-ink-soft">Searching for another link:{nextTry}</span>}
      </>
    );
  }
  return (
    <span className="block max-w-72">
      <RecordingBadge state={state} /> <LinkFault call={call} />
      {nextTry}
      {last_answer !== null && <span className="block text-xs text-ink-soft">{last_answer}</span>}
      {["gave_up", "blocked", "failed"].includes(state) && <FetchAgain callId={call.call_id} isSmall />}
    </span>
  );
}

/** "404 since 14:02": why a link failed. */
function LinkFault({ call: { recording_fault, recording_verdict_at } }: { call: CallSummary }) {
  if (recording_fault === null) return null;
  return (
    <span className="text-xs text-ink-soft">
      {faultWords(recording_fault)}
      {recording_verdict_at !== null && (
        <>
          {" "}
          since <Time at={recording_verdict_at} />
        </>
      )}
    </span>
  );
}

/** Viewers see that a recording exists; operators may listen to it, and listeners of its campaign. */
function Playable({ call }: { call: CallSummary }) {
  const mayPlay = useMayHear(call.campaign);
  if (!mayPlay) return <RecordingBadge state={call.recording_state} />;
  return (
    <>
      <PlayButton callId={call.call_id} about={call.contact_name ?? `Call ${call.call_id}`} />
      <span className="hidden print:inline">
        <RecordingBadge state={call.recording_state} />
      </span>
    </>
  );
}

/** Looks like a link, to stay unobtrusive in a list. */
const SMALL = "cursor-pointer py-1 text-xs font-medium text-accent underline-offset-2 hover:underline";

/** Requests a new search for a call's recording and returns to this page. */
export function FetchAgain({ callId, isSmall = false }: { callId: string; isSmall?: boolean }) {
  const { pathname, search } = useLocation();
  return (
    <NeedsRole atLeast="operator">
      <Form method="post" action={callPath(callId)} preventScrollReset>
        <input type="hidden" name="back" value={pathname + search} />
        <button
          type="submit"
          aria-label={`Fetch again now: the recording of call ${callId}`}
          className={isSmall ? SMALL : buttonClass()}
        >
          Fetch again now
        </button>
      </Form>
    </NeedsRole>
  );
}
