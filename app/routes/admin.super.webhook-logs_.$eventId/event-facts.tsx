import { useContext } from "react";
import { callPath } from "#app/lib/call-path.ts";
import { formatBytes, formatMilliseconds } from "#app/lib/format-number.ts";
import { PROBLEMS } from "#app/lib/problems.ts";
import { isAtLeast } from "#app/lib/roles.ts";
import type { FactList } from "#app/ui/facts.tsx";
import { AgentLink, TextLink } from "#app/ui/links.tsx";
import { ViewerRole } from "#app/ui/roles.tsx";
import { Time } from "#app/ui/time.tsx";
import type { ShownEvent } from "./show-event.server.ts";

const shapes: Record<string, string> = {
  json: "JSON",
  form: "Form",
  "json-in-form": "JSON under a form content type",
  params: "A form with everything in one params field",
  query: "Query string",
  multipart: "Form of several parts",
  xml: "XML",
  csv: "Rows under a line of names",
};

const mono = (text: string | null) => text && <code className="font-mono text-xs break-all">{text}</code>;

function Problems({ problems }: Pick<ShownEvent, "problems">) {
  return (
    <ul>
      {problems.map(({ code, key }) => (
        <li key={`${code} ${key}`}>
          <TextLink to={`/admin/super/webhook-logs?problem=${code}`}>{PROBLEMS[code].title}</TextLink>: {mono(key)}
        </li>
      ))}
    </ul>
  );
}

/** The page of the map that reads what is sent to the delivery's webhook; an echo is read as a call. */
export function fieldMapPath({ endpoint }: ShownEvent): string {
  return `/admin/super/field-map?endpoint=${endpoint === "lead" ? "lead" : "call"}`;
}

function FieldMapVersion({ event, version }: { event: ShownEvent; version: number }) {
  const role = useContext(ViewerRole);
  const words = `version ${version}`;
  if (!isAtLeast(role, "operator")) return <>read with {words}</>;
  return (
    <>
      read with <TextLink to={`${fieldMapPath(event)}#version-${version}`}>{words}</TextLink>
    </>
  );
}

/** The facts of a delivery, with links to its rows. */
export function eventFacts(event: ShownEvent, otherTries: readonly string[]): FactList {
  return {
    "Sent again": otherTries.length > 0 && (
      <>
        by the load balancer, because the first try got no answer:{" "}
        {otherTries.map((id) => (
          <TextLink key={id} to={`/admin/super/webhook-logs/${id}`}>
            the {id < event.id ? "earlier" : "later"} try{" "}
          </TextLink>
        ))}
      </>
    ),
    Answer: `HTTP ${event.http_status}`,
    "Read as": event.kind ? `a ${event.kind}` : null,
    "Field map": event.field_map_version !== null && (
      <FieldMapVersion event={event} version={event.field_map_version} />
    ),
    Call: event.call_id !== null && <TextLink to={callPath(event.call_id)}>{event.call_id}</TextLink>,
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
    "Sent to":
      event.endpoint === "unknown"
        ? `${event.method} to a wrong address`
        : `${event.method} to the ${event.endpoint} endpoint`,
    Query: mono(event.query),
    From: event.source_address,
    Problems: event.problems.length > 0 && <Problems problems={event.problems} />,
    "Part of": event.part_of && (
      <>
        <TextLink to={`/admin/super/webhook-logs/${event.part_of}`}>a list</TextLink>, number {event.part}
      </>
    ),
    Parts: event.outcome === "split" && (
      <TextLink to={`/admin/super/webhook-logs?search=${encodeURIComponent(`part_of:${event.id}`)}`}>
        {event.hint}
      </TextLink>
    ),
    "Edited copy of": event.replay_of && (
      <TextLink to={`/admin/super/webhook-logs/${event.replay_of}`}>another delivery</TextLink>
    ),
    "Content type": mono(event.content_type),
    Shape: event.body_shape && (shapes[event.body_shape] ?? event.body_shape),
    Size: event.body_size > 0 && formatBytes(event.body_size),
    "Event id": mono(event.id),
  };
}
