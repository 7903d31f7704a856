import type { EventSummary } from "#app/db/deliveries/call-events.server.ts";
import { Card } from "#app/ui/cards.tsx";
import { EventsTable } from "#app/ui/events-table.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Steady } from "#app/ui/live.tsx";

/** The latest deliveries, in any period. The list does not move while the pointer is on it. */
export function LatestCard({ events }: { events: EventSummary[] }) {
  return (
    <Steady>
      {(isHeld) => (
        <Card
          title={
            <>
              Latest deliveries
              {isHeld && <span className="ms-2 text-xs font-normal text-ink-faint">Paused</span>}
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
