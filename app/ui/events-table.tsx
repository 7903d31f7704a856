import type { EventSummary } from "#app/db/deliveries/call-events.server.ts";
import { callPath } from "#app/lib/call-path.ts";
import { DESTINATION_WORDS } from "#app/lib/endpoints.ts";
import { Badge, OutcomeBadge } from "#app/ui/badges.tsx";
import { choiceColumn } from "#app/ui/choice-column.tsx";
import { useChosenColumns } from "#app/ui/column-menu.tsx";
import { AgentLink, phoneLink, TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
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
  { header: "Sent to", cell: (event) => DESTINATION_WORDS[event.endpoint] },
  {
    header: "Outcome",
    cell: (event) => (
      <span className="flex flex-wrap gap-1">
        <OutcomeBadge outcome={event.outcome} />
        {event.is_misrouted && <Badge tone="warn">Wrong address</Badge>}
        {event.is_test && <Badge>Test</Badge>}
      </span>
    ),
  },
  { header: "Answer", align: "end", cell: (event) => event.http_status },
  { header: "About", isText: true, cell: (event) => <About event={event} /> },
  {
    header: "Note",
    isLong: true,
    cell: (event) => (event.error ?? event.hint) && <span className="text-ink-soft">{event.error ?? event.hint}</span>,
  },
];

function About({ event }: { event: EventSummary }) {
  if (event.call_id === null && event.contact_id === null)
    return <span className="text-ink-faint">Nothing stored</span>;
  return (
    <span className="flex flex-wrap gap-x-2 leading-6 xl:min-w-88">
      {event.call_id !== null && (
        <TextLink to={callPath(event.call_id)} className="max-w-48 truncate leading-6">
          Call {event.call_id}
        </TextLink>
      )}
      {event.contact_id !== null && (
        <TextLink to={`/admin/super/leads/${event.contact_id}`}>
          {event.contact_name ?? `Lead #${event.contact_id}`}
        </TextLink>
      )}
      {phoneLink(event.phone_e164, event.phone_number, "text-ink-soft leading-6")}
      {event.agent_name && <AgentLink id={event.agent_id} name={event.agent_name} />}
    </span>
  );
}

type Props = {
  caption: string;
  events: EventSummary[];
  /** The id of the form that receives the chosen rows as `event`. */
  choosing?: string | undefined;
};

export const EVENT_HEADERS = columns.map(({ header }) => header);

/** Deliveries, newest first, with the columns that the address picks where it is the address of a list. */
export function EventsTable({ caption, events, choosing }: Props) {
  const chosen = useChosenColumns(columns);
  const choice = choosing && {
    form: choosing,
    name: "event",
    keyOf: ({ id }: EventSummary) => id,
    labelOf: ({ received_at, endpoint }: EventSummary) =>
      `Choose the ${endpoint} delivery of ${received_at.toISOString()}`,
  };
  const shown = choice ? [choiceColumn(choice), ...chosen] : chosen;
  return <DataTable caption={caption} columns={shown} rows={events} rowKey={(event) => event.id} />;
}
