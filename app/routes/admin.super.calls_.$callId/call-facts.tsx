import type { Call } from "#app/db/calls/list-calls.server.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { formatDuration } from "#app/lib/format-number.ts";
import { Disposition } from "#app/ui/badges.tsx";
import { type FactList, fieldFacts } from "#app/ui/facts.tsx";
import { AgentLink, phoneLink, TextLink } from "#app/ui/links.tsx";
import { Time } from "#app/ui/time.tsx";

function Moment({ at, asSent }: { at: Date | null; asSent: string | null }) {
  return (
    <>
      {at !== null && <Time at={at} show="both" />}
      {asSent !== null && <span className="block text-xs text-ink-faint">sent as “{asSent}”</span>}
    </>
  );
}

const SHOWN_ABOVE: (keyof typeof CALL_FIELDS)[] = [
  "contactId", "agentId", "campaign", "campaignId", "listId", "disposition", "dispositionName", "durationSeconds",
  "startedAt", "startedAtText", "endedAt", "endedAtText", "phoneNumber", "phoneE164",
]; // biome-ignore format: a list

/** The fields of a call. */
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
        (call.campaign_name ?? call.campaign_id)
      ) : (
        <TextLink to={`/admin/super/calls?campaign=${encodeURIComponent(call.campaign)}`}>
          {call.campaign_name ?? call.campaign}
        </TextLink>
      ),
    List: call.list_name === null ? call.list_id : `${call.list_name} (${call.list_id})`,
    Disposition:
      call.disposition === null && call.disposition_label === null ? null : (
        <Disposition code={call.disposition} name={call.disposition_label} />
      ),
    Length: call.duration_seconds === null ? null : formatDuration(call.duration_seconds),
    Started: started_at || started_at_text ? <Moment at={started_at} asSent={started_at_text} /> : null,
    Ended: ended_at || ended_at_text ? <Moment at={ended_at} asSent={ended_at_text} /> : null,
    Phone: phoneLink(call.phone_e164, call.phone_number),
    "Phone as sent": call.phone_e164 === null ? null : call.phone_number,
    ...fieldFacts(CALL_FIELDS, call, SHOWN_ABOVE),
    "First received": <Time at={call.created_at} show="both" />,
    "Last changed": <Time at={call.updated_at} show="both" />,
  };
}
