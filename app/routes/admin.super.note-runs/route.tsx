import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listNoteRuns, type NoteRun } from "#app/db/calls/note-runs.server.ts";
import { adminLoader } from "#app/http/admin-loader.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { RunBadge } from "#app/ui/badges.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { FetchName } from "#app/ui/fetch-name.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable, Pager } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";
import { useLive } from "#app/ui/use-live.ts";

export const meta: MetaFunction = () => [{ title: "Notes in bulk · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, request }) => {
  const { values } = readQuery(request, { before: queryField.cursor, after: queryField.cursor });
  return listNoteRuns(db, values);
});

const columns: Column<NoteRun>[] = [
  {
    header: "Started",
    cell: ({ id, created_at }) => (
      <TextLink to={`/admin/super/note-runs/${id}`}>
        <Time at={created_at} />
      </TextLink>
    ),
  },
  { header: "By", isText: true, cell: ({ created_by }) => created_by },
  {
    header: "Note",
    isLong: true,
    cell: ({ text }) => (
      <span className="line-clamp-2" title={text}>
        {text}
      </span>
    ),
  },
  { header: "Chosen by", isText: true, cell: (run) => <FetchName fetch={run} /> },
  { header: "State", cell: ({ state }) => <RunBadge state={state} /> },
  { header: "Calls", align: "end", cell: ({ calls }) => formatNumber(calls) },
];

export default function NoteRuns() {
  const { rows, newer, older } = useLoaderData<typeof loader>();
  useLive({ kinds: ["recordings"] });
  return (
    <>
      <PageHeader title="Notes in bulk" description="Notes that were written on many calls at once, latest first." />
      <Card flush>
        {rows.length > 0 ? (
          <DataTable caption="Notes in bulk, latest first" columns={columns} rows={rows} rowKey={(run) => run.id} />
        ) : (
          <EmptyState title="No note has been written on many calls yet">
            Choose calls in the list of <TextLink to="/admin/super/calls">Calls</TextLink>, or filter them there and add
            a note to all that match.
          </EmptyState>
        )}
        <Pager newer={newer} older={older} label="Pages of runs" />
      </Card>
    </>
  );
}
