import type { EventSummary } from "#app/db/deliveries/call-events.server.ts";
import { Badge, OutcomeBadge } from "#app/ui/badges.tsx";
import { TextLink } from "#app/ui/links.tsx";

/** A delivery in the journey, and what it changed. */
export function DeliveryStep({ event, changes }: { event: EventSummary; changes: string[] }) {
  const note = event.error ?? event.hint;
  return (
    <div className="min-w-0 text-sm">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <TextLink to={`/admin/super/webhook-logs/${event.id}`}>
          {event.kind === "call" ? "Delivery of a call" : event.kind === "lead" ? "Delivery of the lead" : "Delivery"}
        </TextLink>
        <OutcomeBadge outcome={event.outcome} />
        {event.is_misrouted && <Badge tone="warn">Wrong address</Badge>}
        {event.is_test && <Badge>Test</Badge>}
        {event.call_id !== null && <span className="truncate text-xs text-ink-faint">{event.call_id}</span>}
      </span>
      {changes.length > 0 && <span className="block">{changes.join(" · ")}</span>}
      {note && <span className="block text-ink-soft">{note}</span>}
    </div>
  );
}
