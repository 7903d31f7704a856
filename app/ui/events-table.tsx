import type { EventSummary } from "#app/db/call-events.server.ts";
import { formatPhone } from "#app/lib/format-number.ts";
import { AgentLink } from "#app/ui/agent-link.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { type Column, DataTable } from "#app/ui/data-table.tsx";
import { OutcomeBadge } from "#app/ui/outcome-badge.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";

const columns: Column<EventSummary>[] = [
  {
    header: "Received",
    cell: (event) => (
      <TextLink to={`/admin/super/webhook-logs/${event.id}`}>
        <Time at={event.received_at} />
      </TextLink>
    ),
  },
  { header: "Sent to", cell: (event) => <span className="capitalize">{event.endpoint}</span> },
  {
    header: "Outcome",
    cell: (event) => (
      <span className="flex flex-wrap gap-1">
        <OutcomeBadge outcome={event.outcome} />
        {event.is_misrouted && <Badge tone="warn">Misrouted</Badge>}
        {event.is_test && <Badge>Test</Badge>}
      </span>
    ),
  },
  { header: "Answer", align: "end", cell: (event) => event.http_status },
  { header: "About", cell: (event) => <About event={event} /> },
  {
    header: "Note",
    cell: (event) => (event.error ?? event.hint) && <span className="text-ink-soft">{event.error ?? event.hint}</span>,
  },
];

function About({ event }: { event: EventSummary }) {
  const phone = formatPhone(event.phone_e164, event.phone_number);
  if (event.call_id === null && event.contact_id === null)
    return <span className="text-ink-faint">Nothing stored</span>;
  return (
    <span className="flex flex-wrap gap-x-2 leading-6 md:min-w-88">
      {event.call_id !== null && (
        <TextLink
          to={`/admin/super/calls/${encodeURIComponent(event.call_id)}`}
          className="max-w-48 truncate leading-6"
        >
          Call {event.call_id}
        </TextLink>
      )}
      {event.contact_id !== null && (
        <TextLink to={`/admin/super/leads/${event.contact_id}`}>
          {event.contact_name ?? `Lead #${event.contact_id}`}
        </TextLink>
      )}
      {phone && <span className="text-ink-soft">{phone}</span>}
      {event.agent_name && <AgentLink id={event.agent_id} name={event.agent_name} />}
    </span>
  );
}

/** A check box for each row. It belongs to the form of this id, wherever that stands. */
function choice(form: string): Column<EventSummary> {
  return {
    header: "Choose",
    cell: ({ id, received_at, endpoint }) => (
      <input
        type="checkbox"
        name="event"
        value={id}
        form={form}
        aria-label={`Choose the ${endpoint} delivery of ${received_at.toISOString()}`}
        className="size-4 align-middle max-md:size-6"
      />
    ),
  };
}

type Props = {
  caption: string;
  events: EventSummary[];
  /** The id of the form that rows can be chosen for, as `event`. */
  choosing?: string | undefined;
};

/** Deliveries, newest first. */
export function EventsTable({ caption, events, choosing }: Props) {
  const shown = choosing === undefined ? columns : [choice(choosing), ...columns];
  return <DataTable caption={caption} columns={shown} rows={events} rowKey={(event) => event.id} />;
}
