import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listFetches, type RecordingFetch } from "#app/db/recordings/recording-fetches.server.ts";
import { adminLoader } from "#app/http/admin-loader.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { RunBadge } from "#app/ui/badges.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { FetchName } from "#app/ui/fetch-name.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { LiveState } from "#app/ui/live.tsx";
import { type Column, DataTable, Pager } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";
import { useLive } from "#app/ui/use-live.ts";

export const meta: MetaFunction = () => [{ title: "Fetches · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, request }) => {
  const { values } = readQuery(request, { before: queryField.cursor, after: queryField.cursor });
  return listFetches(db, values);
});

const columns: Column<RecordingFetch>[] = [
  {
    header: "Started",
    cell: ({ id, created_at }) => (
      <TextLink to={`/admin/super/fetches/${id}`}>
        <Time at={created_at} />
      </TextLink>
    ),
  },
  { header: "By", isText: true, cell: ({ created_by }) => created_by },
  { header: "Chosen by", isText: true, cell: (fetch) => <FetchName fetch={fetch} /> },
  { header: "State", cell: ({ state }) => <RunBadge state={state} /> },
  { header: "Calls", align: "end", cell: ({ calls }) => formatNumber(calls) },
];

export default function Fetches() {
  const { rows, newer, older } = useLoaderData<typeof loader>();
  const live = useLive({ kinds: ["recordings"] });
  return (
    <>
      <PageHeader title="Fetches" description="Recordings that were fetched again in bulk, latest first.">
        <LiveState live={live} />
      </PageHeader>
      <Card flush>
        {rows.length > 0 ? (
          <DataTable caption="Fetches, latest first" columns={columns} rows={rows} rowKey={({ id }) => id} />
        ) : (
          <EmptyState title="Nothing has been fetched again in bulk yet">
            Choose calls in the list of <TextLink to="/admin/super/calls">Calls</TextLink>, or filter them there and
            fetch the recordings of all that match. For a single call, use its own page.
          </EmptyState>
        )}
        <Pager newer={newer} older={older} label="Pages of fetches" />
      </Card>
    </>
  );
}
