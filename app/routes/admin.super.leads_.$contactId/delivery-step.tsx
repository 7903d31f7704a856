import type { EventSummary } from "#app/db/call-events.server.ts";
import { Badge } from "#app/ui/badge.tsx";
import { OutcomeBadge } from "#app/ui/outcome-badge.tsx";
import { TextLink } from "#app/ui/text-link.tsx";

/** A delivery on the line of time. */
export function DeliveryStep({ event }: { event: EventSummary }) {
  const note = event.error ?? event.hint;
  return (
    <div className="min-w-0 text-sm">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <TextLink to={`/admin/super/webhook-logs/${event.id}`}>
          {event.kind === "call" ? "Delivery of a call" : event.kind === "lead" ? "Delivery of the lead" : "Delivery"}
        </TextLink>
        <OutcomeBadge outcome={event.outcome} />
        {event.is_misrouted && <Badge tone="warn">Misrouted</Badge>}
        {event.is_test && <Badge>Test</Badge>}
        {event.call_id !== null && <span className="truncate text-xs text-ink-faint">{event.call_id}</span>}
      </span>
      {note && <span className="block text-ink-soft">{note}</span>}
    </div>
  );
}
