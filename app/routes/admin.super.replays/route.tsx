import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { pool } from "#app/db/pool.server.ts";
import { listReplays, type Replay } from "#app/db/replays.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/card.tsx";
import { type Column, DataTable } from "#app/ui/data-table.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { LiveState } from "#app/ui/live-state.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Pager } from "#app/ui/pager.tsx";
import { ReplayBadge } from "#app/ui/replay-badge.tsx";
import { ReplayName } from "#app/ui/replay-name.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";
import { useLive } from "#app/ui/use-live.ts";

export const meta: MetaFunction = () => [{ title: "Replays · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context, "operator");
  const { values } = readQuery(request, { before: queryField.cursor, after: queryField.cursor });
  const db = await orUnavailable(pool());
  return orUnavailable(listReplays(db, values));
}

const columns: Column<Replay>[] = [
  {
    header: "Started",
    cell: ({ id, created_at }) => (
      <TextLink to={`/admin/super/replays/${id}`}>
        <Time at={created_at} />
      </TextLink>
    ),
  },
  { header: "By", cell: ({ created_by }) => created_by },
  { header: "Deliveries", cell: (replay) => <ReplayName replay={replay} /> },
  { header: "State", cell: ({ state }) => <ReplayBadge state={state} /> },
  { header: "Applied", align: "end", cell: ({ applied }) => formatNumber(applied) },
  { header: "Changed", align: "end", cell: ({ changed }) => formatNumber(changed) },
  { header: "Failed", align: "end", cell: ({ failed }) => formatNumber(failed) },
];

export default function Replays() {
  const { rows, newer, older } = useLoaderData<typeof loader>();
  const live = useLive({ kinds: ["replays"] });
  return (
    <>
      <PageHeader
        title="Replays"
        description="Deliveries that were applied once more, several at a time. Latest first."
      >
        <LiveState live={live} />
      </PageHeader>
      <Card flush>
        {rows.length > 0 ? (
          <DataTable caption="Replays, latest first" columns={columns} rows={rows} rowKey={({ id }) => id} />
        ) : (
          <EmptyState title="Nothing has been replayed yet">
            Choose deliveries in the <TextLink to="/admin/super/webhook-logs">Webhook Logs</TextLink>, or filter them
            there and replay all that match. Single ones are replayed from their own page.
          </EmptyState>
        )}
        <Pager newer={newer} older={older} label="Pages of replays" />
      </Card>
    </>
  );
}
