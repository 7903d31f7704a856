import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listReplays, type Replay } from "#app/db/replays/replays.server.ts";
import { adminLoader } from "#app/http/admin-loader.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { RunBadge } from "#app/ui/badges.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { LiveState } from "#app/ui/live.tsx";
import { ReplayName } from "#app/ui/replay-name.tsx";
import { type Column, DataTable, Pager } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";
import { useLive } from "#app/ui/use-live.ts";

export const meta: MetaFunction = () => [{ title: "Replays · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, request }) => {
  const { values } = readQuery(request, { before: queryField.cursor, after: queryField.cursor });
  return listReplays(db, values);
});

const columns: Column<Replay>[] = [
  {
    header: "Started",
    cell: ({ id, created_at }) => (
      <TextLink to={`/admin/super/replays/${id}`}>
        <Time at={created_at} />
      </TextLink>
    ),
  },
  { header: "By", isText: true, cell: ({ created_by }) => created_by },
  { header: "Deliveries", isText: true, cell: (replay) => <ReplayName replay={replay} /> },
  { header: "State", cell: ({ state }) => <RunBadge state={state} /> },
  { header: "Applied", align: "end", cell: ({ applied }) => formatNumber(applied) },
  { header: "Changed", align: "end", cell: ({ changed }) => formatNumber(changed) },
  { header: "Failed", align: "end", cell: ({ failed }) => formatNumber(failed) },
];

export default function Replays() {
  const { rows, newer, older } = useLoaderData<typeof loader>();
  const live = useLive({ kinds: ["replays"] });
  return (
    <>
      <PageHeader title="Replays" description="Deliveries that were applied again in bulk, latest first.">
        <LiveState live={live} />
      </PageHeader>
      <Card flush>
        {rows.length > 0 ? (
          <DataTable caption="Replays, latest first" columns={columns} rows={rows} rowKey={({ id }) => id} />
        ) : (
          <EmptyState title="Nothing has been replayed yet">
            Choose deliveries in the <TextLink to="/admin/super/webhook-logs">Webhook Logs</TextLink>, or filter them
            there and replay all that match. Single deliveries are replayed from their own page.
          </EmptyState>
        )}
        <Pager newer={newer} older={older} label="Pages of replays" />
      </Card>
    </>
  );
}
