import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { type CountedHold, listHolds } from "#app/db/keeping/holds.server.ts";
import { adminLoader } from "#app/http/admin-loader.server.ts";
import { formatBytes, formatNumber } from "#app/lib/format-number.ts";
import { Badge } from "#app/ui/badges.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

export const meta: MetaFunction = () => [{ title: "Holds · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db }) => ({
  holds: [...(await listHolds(db))],
}));

const columns: Column<CountedHold>[] = [
  { header: "Case", isText: true, cell: ({ id, name }) => <TextLink to={`/admin/super/holds/${id}`}>{name}</TextLink> },
  { header: "State", cell: ({ ended_at }) => (ended_at ? <Badge>Ended</Badge> : <Badge tone="info">On hold</Badge>) },
  { header: "Since", cell: ({ created_at }) => <Time at={created_at} /> },
  { header: "By", isText: true, cell: ({ created_by }) => created_by },
  { header: "Leads", align: "end", cell: ({ leads }) => formatNumber(leads) },
  { header: "Calls", align: "end", cell: ({ calls }) => formatNumber(calls) },
  {
    header: "Recordings",
    align: "end",
    cell: ({ recordings, bytes }) => (recordings === 0 ? "0" : `${formatNumber(recordings)} (${formatBytes(bytes)})`),
  },
];

export default function Holds() {
  const { holds } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Holds"
        description={
          <>
            Nothing on hold is deleted. <TextLink to="/admin/super/retention">Retention</TextLink> and clearing test
            data skip it, and an erasure waits for the hold to end.
          </>
        }
      />
      <Card flush>
        {holds.length > 0 ? (
          <DataTable caption="Holds, open ones first" columns={columns} rows={holds} rowKey={({ id }) => id} />
        ) : (
          <EmptyState title="Nothing is on hold">
            Open a call or a lead and choose “Put on hold”, or search in{" "}
            <TextLink to="/admin/super/calls">Calls</TextLink> and put all results on hold.
          </EmptyState>
        )}
      </Card>
    </>
  );
}
