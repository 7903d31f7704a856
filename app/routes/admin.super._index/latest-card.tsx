import type { EventSummary } from "#app/db/call-events.server.ts";
import { Card } from "#app/ui/card.tsx";
import { EventsTable } from "#app/ui/events-table.tsx";
import { Steady } from "#app/ui/steady.tsx";
import { TextLink } from "#app/ui/text-link.tsx";

/** What came last, whatever the range. It holds still while somebody points at it. */
export function LatestCard({ events }: { events: EventSummary[] }) {
  return (
    <Steady>
      {(isHeld) => (
        <Card
          title={
            <>
              Latest deliveries
              {isHeld && <span className="ms-2 text-xs font-normal text-ink-faint">held still for you</span>}
            </>
          }
          action={<TextLink to="/admin/super/webhook-logs">All deliveries</TextLink>}
          flush
        >
          <EventsTable caption="The latest deliveries" events={events} />
        </Card>
      )}
    </Steady>
  );
}
