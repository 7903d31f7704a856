import type { Call } from "#app/db/calls/list-calls.server.ts";
import type { Stage } from "#app/db/dispositions/dispositions.server.ts";
import type { Listener } from "#app/db/people/listeners.server.ts";
import { callPath } from "#app/lib/call-path.ts";
import { formatDuration, formatWait } from "#app/lib/format-number.ts";
import { Badge, Disposition, StageBadge } from "#app/ui/badges.tsx";
import { AgentLink, TextLink } from "#app/ui/links.tsx";
import { RecordingCell } from "#app/ui/recordings.tsx";
import { Time } from "#app/ui/time.tsx";
import type { Milestones } from "./read-journey.server.ts";

type Props = { call: Call; stage: Stage | null; listeners: Listener[]; milestones: Milestones };

/** A call in the journey: its agent, disposition and recording, and who listened to it. */
export function CallStep({ call, stage, listeners, milestones }: Props) {
  const { call_id, disposition, disposition_label, direction, duration_seconds, campaign, agent_comment } = call;
  const details = [direction, duration_seconds !== null && formatDuration(duration_seconds), campaign];
  return (
    <div className="grid min-w-0 gap-1 text-sm">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <TextLink to={callPath(call_id)}>Call</TextLink>
        {call.agent_name && (
          <span>
            with <AgentLink id={call.agent_id} name={call.agent_name} />
          </span>
        )}
        {(disposition ?? disposition_label) && <Disposition code={disposition} name={disposition_label} />}
        {stage !== null && milestones.sale?.call_id !== call_id && <StageBadge stage={stage} />}
        {milestones.call?.call_id === call_id && <Badge>First call</Badge>}
        {milestones.contact?.call_id === call_id && <Badge tone="info">First contact</Badge>}
        {milestones.sale?.call_id === call_id && <Badge tone="ok">Conversion</Badge>}
        {call.is_test && <Badge>Test</Badge>}
      </span>
      <span className="text-ink-soft">{details.filter(Boolean).join(" · ")}</span>
      {agent_comment && <span className="text-ink-soft">“{agent_comment}”</span>}
      <div className="max-w-lg">
        <RecordingCell call={call} />
      </div>
      {listeners.length > 0 && (
        <span className="text-xs text-ink-faint">
          Listened:{" "}
          {listeners.map(({ actor, times, last_at }, place) => (
            <span key={actor}>
              {place > 0 && ", "}
              {actor} {times > 1 && `${times} times, last `}
              <Time at={last_at} show="relative" />
            </span>
          ))}
        </span>
      )}
      {call.recording_found_at !== null && (
        <span className="text-xs text-ink-faint">{whenFound(call.occurred_at, call.recording_found_at, call)}</span>
      )}
    </div>
  );
}

function whenFound(start: Date, found: Date, { recording_source }: Call): string {
  const seconds = Math.max(0, (found.getTime() - start.getTime()) / 1000);
  return `recording ${recording_source === "webhook" ? "received by webhook" : "fetched automatically"} ${formatWait(seconds)} after the start`;
}
