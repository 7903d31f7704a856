import type { Call } from "#app/db/calls/list-calls.server.ts";
import type { PendingRecording } from "#app/db/recordings/pending-recordings.server.ts";
import type { CallRecording } from "#app/features/archive/read-recordings.server.ts";
import { faultSentence, faultWords } from "#app/lib/recording-faults.ts";
import { RecordingBadge } from "#app/ui/badges.tsx";
import { Card } from "#app/ui/cards.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { Player } from "#app/ui/player.tsx";
import { FetchAgain } from "#app/ui/recordings.tsx";
import { useMayHear } from "#app/ui/roles.tsx";
import { NextTry, Time } from "#app/ui/time.tsx";
import { RecordingsList } from "./recordings-list.tsx";

type Props = {
  call: Call;
  recordings: CallRecording[];
  pending: PendingRecording | null;
  hasAuthToken: boolean;
};

/** The recordings, why a link failed, and the state of the search for one. */
export function RecordingCard({ call, recordings, pending, hasAuthToken }: Props) {
  const { recording_state: state, recording_verdict_at: seenAt } = call;
  const mayHear = useMayHear(call.campaign);
  const hasLink = state === "found" || state === "playable" || state === "failed";
  const isSearched = pending !== null && (pending.next_try_at !== null || !hasLink || state === "failed");
  return (
    <Card
      id="recording"
      title={recordings.length > 1 ? "Recordings" : "Recording"}
      action={<RecordingBadge state={state} />}
    >
      <div className="grid gap-3">
        {state === "failed" && <FailedLink call={call} />}
        <RecordingsList callId={call.call_id} recordings={recordings} mayHear={mayHear} />
        {hasLink && mayHear && recordings.length === 0 && <Player callId={call.call_id} />}
        {hasLink && !mayHear && (
          <p className="text-sm text-ink-soft">
            You need the role “operator” to listen, or “listener” for the campaign of this call.
          </p>
        )}
        {!hasAuthToken && (!hasLink || state === "failed") && (
          <Notice tone="warn" title="Recordings cannot be fetched">
            Set <code className="font-mono text-xs">CONVOSO_AUTH_TOKEN</code> and restart. Links that arrive by webhook
            work without it.
          </Notice>
        )}
        <Facts
          facts={{
            Source: hasLink && (call.recording_source === "webhook" ? "webhook" : "automatic fetch"),
            Found: call.recording_found_at && <Time at={call.recording_found_at} show="both" />,
            "Played successfully": state === "playable" && seenAt && <Time at={seenAt} show="both" />,
            Attempts: pending && pending.attempts > 0 ? String(pending.attempts) : null,
            "Requests for another link": pending && pending.refetches > 0 ? `${pending.refetches} of 3 times` : null,
            "Consecutive failures": pending && pending.failures > 0 ? String(pending.failures) : null,
            "Last answer": pending?.last_answer,
            "Last attempt": pending?.last_try_at && <Time at={pending.last_try_at} show="both" />,
            "Next attempt": isSearched && pending.next_try_at && <NextTry at={pending.next_try_at} show="both" />,
          }}
        />
        {!hasLink && pending === null && <p className="text-sm text-ink-soft">No search was started for this call.</p>}
        <FetchAgain callId={call.call_id} />
      </div>
    </Card>
  );
}

function FailedLink({ call: { recording_fault, recording_verdict_at } }: { call: Call }) {
  return (
    <Notice tone="bad" title={`Link failed: ${faultWords(recording_fault ?? "")}`}>
      {faultSentence(recording_fault ?? "")}{" "}
      {recording_verdict_at !== null && (
        <>
          It has failed since <Time at={recording_verdict_at} show="both" />. Play it to try it again.
        </>
      )}
    </Notice>
  );
}
