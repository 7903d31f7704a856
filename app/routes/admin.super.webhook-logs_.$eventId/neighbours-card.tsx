import type { Neighbours } from "#app/db/deliveries/call-events.server.ts";
import { DESTINATION_WORDS } from "#app/lib/endpoints.ts";
import { OutcomeBadge } from "#app/ui/badges.tsx";
import { LinkButton } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";
import type { ShownEvent } from "./show-event.server.ts";

type Row = Neighbours["older"][number];

const at = (id: string) => `/admin/super/webhook-logs/${id}`;

/** Links to the previous and next delivery about the same call or lead. */
export function NeighbourLinks({ neighbours: { older, newer } }: { neighbours: Neighbours }) {
  const [previous, next] = [older.at(0), newer.at(-1)];
  return (
    <>
      {previous && (
        <LinkButton to={at(previous.id)} rel="prev">
          ← Previous
        </LinkButton>
      )}
      {next && (
        <LinkButton to={at(next.id)} rel="next">
          Next →
        </LinkButton>
      )}
    </>
  );
}

/** The deliveries around this one about the same call, or the same lead if it has no call. */
export function NeighboursCard({ event, neighbours }: { event: ShownEvent; neighbours: Neighbours }) {
  const { older, newer, hasMore } = neighbours;
  const rows = [...newer, event, ...older];
  const columns: Column<Row>[] = [
    {
      header: "Received",
      cell: ({ id, received_at }) =>
        id === event.id ? (
          <span aria-current="true" className="font-medium">
            <Time at={received_at} /> <span className="text-ink-faint">· this one</span>
          </span>
        ) : (
          <TextLink to={at(id)}>
            <Time at={received_at} />
          </TextLink>
        ),
    },
    { header: "Sent to", cell: ({ endpoint }) => DESTINATION_WORDS[endpoint] },
    { header: "Outcome", cell: ({ outcome }) => <OutcomeBadge outcome={outcome} /> },
    {
      header: "Difference",
      cell: ({ id, received_at }) =>
        id !== event.id && (
          <TextLink to={`?against=${id}#compare`} aria-label={`Compare with that of ${received_at.toISOString()}`}>
            Compare
          </TextLink>
        ),
    },
  ];
  const what = event.call_id === null ? "lead" : "call";
  const search =
    event.call_id === null ? `lead:#${event.contact_id}` : `call:"${event.call_id.replace(/["\\]/g, "\\$&")}"`;
  if (event.call_id === null && event.contact_id === null) return null;
  return (
    <Card
      title={`Deliveries about the same ${what}`}
      flush
      action={
        hasMore && (
          <TextLink to={`/admin/super/webhook-logs?${new URLSearchParams({ search })}`} className="text-sm">
            All
          </TextLink>
        )
      }
    >
      {rows.length > 1 ? (
        <DataTable
          caption={`Deliveries about the same ${what}, newest first`}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
        />
      ) : (
        <p className="p-4 text-sm text-ink-soft">This is the only one.</p>
      )}
    </Card>
  );
}
