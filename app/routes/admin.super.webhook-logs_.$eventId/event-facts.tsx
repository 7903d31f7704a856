import { formatBytes, formatMilliseconds } from "#app/lib/format-number.ts";
import { AgentLink } from "#app/ui/agent-link.tsx";
import type { FactList } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";
import type { ShownEvent } from "./show-event.server.ts";

const shapes: Record<string, string> = {
  json: "JSON",
  form: "Form",
  "json-in-form": "JSON under a form content type",
  params: "A form with everything in one params field",
  query: "Query string",
};

const mono = (text: string | null) => text && <code className="font-mono text-xs break-all">{text}</code>;

/** The delivery in names and values, the rows it touched as links. */
export function eventFacts(event: ShownEvent): FactList {
  return {
    Answer: `HTTP ${event.http_status}`,
    "Read as": event.kind ? `a ${event.kind}` : null,
    Call: event.call_id !== null && (
      <TextLink to={`/admin/super/calls/${encodeURIComponent(event.call_id)}`}>{event.call_id}</TextLink>
    ),
    Lead: event.contact_id !== null && (
      <TextLink to={`/admin/super/leads/${event.contact_id}`}>
        {event.contact_name ?? `Lead #${event.contact_id}`}
      </TextLink>
    ),
    Agent: event.agent_id !== null && <AgentLink id={event.agent_id} name={event.agent_name} />,
    "Time taken": event.processing_ms === null ? null : formatMilliseconds(event.processing_ms),
    "Applied again": event.last_apply_at && (
      <>
        {event.apply_attempts === 1 ? "once" : `${event.apply_attempts} times`}, last{" "}
        <Time at={event.last_apply_at} show="relative" />
      </>
    ),
    "Sent to": `${event.method} the ${event.endpoint} endpoint`,
    Query: mono(event.query),
    From: event.source_address,
    "Edited from": event.replay_of && (
      <TextLink to={`/admin/super/webhook-logs/${event.replay_of}`}>another delivery</TextLink>
    ),
    "Content type": mono(event.content_type),
    Shape: event.body_shape && (shapes[event.body_shape] ?? event.body_shape),
    Size: formatBytes(event.body_size),
    "SHA-256": mono(event.body_sha256),
    "Event id": mono(event.id),
  };
}
