import type { Call } from "#app/db/calls.server.ts";
import type { PendingRecording } from "#app/db/pending-recordings.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { FetchAgain } from "#app/ui/fetch-again.tsx";
import { NeedsRole } from "#app/ui/needs-role.tsx";
import { NextTry } from "#app/ui/next-try.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Player } from "#app/ui/player.tsx";
import { RecordingBadge } from "#app/ui/recording-badge.tsx";
import { Time } from "#app/ui/time.tsx";

type Props = { call: Call; pending: PendingRecording | null; hasAuthToken: boolean };

/** The recording to play, or where the search for it stands. */
export function RecordingCard({ call, pending, hasAuthToken }: Props) {
  const isFound = call.recording_state === "found";
  return (
    <Card title="Recording" action={<RecordingBadge state={call.recording_state} />}>
      <div className="grid gap-3">
        {isFound && (
          <NeedsRole atLeast="operator">
            <Player callId={call.call_id} />
          </NeedsRole>
        )}
        {!isFound && !hasAuthToken && (
          <Notice tone="warn" title="Recordings cannot be fetched">
            Set <code className="font-mono text-xs">CONVOSO_AUTH_TOKEN</code> and start again. A webhook that brings the
            recording's link works without it.
          </Notice>
        )}
        <Facts
          facts={{
            "Came by": isFound ? (call.recording_source === "webhook" ? "a webhook" : "our fetcher") : null,
            Found: call.recording_found_at && <Time at={call.recording_found_at} show="both" />,
            Attempts: pending && String(pending.attempts),
            "Failures in a row": pending && pending.failures > 0 ? String(pending.failures) : null,
            "Last answer": pending?.last_answer,
            "Last try": pending?.last_try_at && <Time at={pending.last_try_at} show="both" />,
            "Next try": pending?.next_try_at && <NextTry at={pending.next_try_at} show="both" />,
          }}
        />
        {!isFound && pending === null && <p className="text-sm text-ink-soft">No search was started for this call.</p>}
        {!isFound && pending !== null && <FetchAgain callId={call.call_id} />}
      </div>
    </Card>
  );
}
