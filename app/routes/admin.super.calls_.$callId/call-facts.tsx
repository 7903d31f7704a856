import type { Call } from "#app/db/calls.server.ts";
import { formatDuration, formatPhone } from "#app/lib/format-number.ts";
import { AgentLink } from "#app/ui/agent-link.tsx";
import { Disposition } from "#app/ui/disposition.tsx";
import type { FactList } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";

function Moment({ at, asSent }: { at: Date | null; asSent: string | null }) {
  return (
    <>
      {at !== null && <Time at={at} show="both" />}
      {asSent !== null && <span className="block text-xs text-ink-faint">sent as “{asSent}”</span>}
    </>
  );
}

/** The call in names and values. */
export function callFacts(call: Call): FactList {
  const { started_at, started_at_text, ended_at, ended_at_text } = call;
  return {
    Lead:
      call.contact_id === null ? (
        call.lead_id
      ) : (
        <TextLink to={`/admin/super/leads/${call.contact_id}`}>
          {call.contact_name ?? `Lead #${call.contact_id}`}
        </TextLink>
      ),
    Agent: call.agent_id !== null && <AgentLink id={call.agent_id} name={call.agent_name} />,
    Campaign:
      call.campaign === null ? (
        call.campaign_id
      ) : (
        <TextLink to={`/admin/super/calls?campaign=${encodeURIComponent(call.campaign)}`}>{call.campaign}</TextLink>
      ),
    Disposition:
      call.disposition === null && call.disposition_name === null ? null : (
        <Disposition code={call.disposition} name={call.disposition_name} />
      ),
    Direction: call.direction,
    Length: call.duration_seconds === null ? null : formatDuration(call.duration_seconds),
    Started: started_at || started_at_text ? <Moment at={started_at} asSent={started_at_text} /> : null,
    Ended: ended_at || ended_at_text ? <Moment at={ended_at} asSent={ended_at_text} /> : null,
    Phone: formatPhone(call.phone_e164, call.phone_number),
    "Phone as sent": call.phone_e164 === null ? null : call.phone_number,
    "Caller id": call.caller_id,
    Queue: call.queue,
    List: call.list_id,
    "Lead id": call.lead_id,
    "Ended by": call.term_reason,
    Comment: call.agent_comment,
    "First received": <Time at={call.created_at} show="both" />,
    "Last changed": <Time at={call.updated_at} show="both" />,
  };
}
