import type { Agent } from "#app/db/agents/agents.server.ts";
import type { CallSummary } from "#app/db/calls/list-calls.server.ts";
import type { EventSummary } from "#app/db/deliveries/call-events.server.ts";
import type { Contact } from "#app/db/leads/contacts.server.ts";
import { callPath } from "#app/lib/call-path.ts";
import { DESTINATION_WORDS } from "#app/lib/endpoints.ts";
import { formatPhone } from "#app/lib/format-number.ts";
import { outcomes } from "#app/ui/badges.tsx";
import type { Hit } from "#app/ui/hits.tsx";

const said = (...parts: (string | null)[]) => parts.filter(Boolean).join(" · ");

// Each row as one line of a list of found things. What a viewer may not see is hidden in the row already.

export function asLead(lead: Contact): Hit {
  const name = [lead.first_name, lead.last_name].filter(Boolean).join(" ");
  const phone = formatPhone(lead.phone_e164, lead.phone_number);
  return {
    to: `/admin/super/leads/${lead.id}`,
    name: name || `Lead #${lead.id}`,
    detail: said(phone, lead.email, lead.campaign),
    at: lead.created_at,
  };
}

export function asCall(call: CallSummary): Hit {
  const phone = formatPhone(call.phone_e164, call.phone_number);
  return {
    to: callPath(call.call_id),
    name: `Call ${call.call_id}`,
    detail: said(call.contact_name, phone, call.disposition, call.agent_name),
    at: call.occurred_at,
  };
}

export function asDelivery(event: EventSummary): Hit {
  const about = event.call_id === null ? event.contact_name : `call ${event.call_id}`;
  return {
    to: `/admin/super/webhook-logs/${event.id}`,
    name: `${DESTINATION_WORDS[event.endpoint]} delivery`,
    detail: said(outcomes[event.outcome].label, about, event.error),
    at: event.received_at,
  };
}

export function asAgent(agent: Agent): Hit {
  return {
    to: `/admin/super/agents/${agent.id}`,
    name: agent.name ?? `Agent ${agent.agent_id}`,
    detail: agent.agent_id ?? "",
    at: null,
  };
}
