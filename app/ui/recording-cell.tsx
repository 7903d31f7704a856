import { useContext } from "react";
import type { CallSummary } from "#app/db/calls.server.ts";
import { isAtLeast } from "#app/lib/roles.ts";
import { FetchAgain } from "#app/ui/fetch-again.tsx";
import { ViewerRole } from "#app/ui/needs-role.tsx";
import { NextTry } from "#app/ui/next-try.tsx";
import { Player } from "#app/ui/player.tsx";
import { RecordingBadge } from "#app/ui/recording-badge.tsx";

/** A call's recording to play; or where the search for it stands, why, and what to do about it. */
export function RecordingCell({ call }: { call: CallSummary }) {
  const { recording_state: state, next_try_at, last_answer } = call;
  if (state === "found") return <Playable callId={call.call_id} />;
  return (
    <span className="block max-w-72">
      <RecordingBadge state={state} />
      {next_try_at !== null && state !== "none" && (
        <span className="text-xs text-ink-soft">
          {" "}
          next try <NextTry at={next_try_at} show="relative" />
        </span>
      )}
      {last_answer !== null && <span className="block text-xs text-ink-soft">{last_answer}</span>}
      {(state === "gave_up" || state === "blocked") && <FetchAgain callId={call.call_id} isSmall />}
    </span>
  );
}

/** Viewers may know that there is a recording; to hear it is for operators. */
function Playable({ callId }: { callId: string }) {
  const mayPlay = isAtLeast(useContext(ViewerRole), "operator");
  return mayPlay ? <Player callId={callId} /> : <RecordingBadge state="found" />;
}
