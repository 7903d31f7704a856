import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { type LedgerFix, listFixes } from "#app/db/ledger/ledger-fixes.server.ts";
import { adminLoader } from "#app/http/admin-loader.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { RunBadge } from "#app/ui/badges.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { ChoiceOfDifferences } from "#app/ui/choice-of-differences.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { LiveState } from "#app/ui/live.tsx";
import { type Column, DataTable, Pager } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";
import { useLive } from "#app/ui/use-live.ts";

export const meta: MetaFunction = () => [{ title: "Fixes of the ledger · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, request }) => {
  const { values } = readQuery(request, { before: queryField.cursor, after: queryField.cursor });
  return listFixes(db, values);
});

const columns: Column<LedgerFix>[] = [
  {
    header: "Started",
    cell: ({ id, created_at }) => (
      <TextLink to={`/admin/super/ledger/fixes/${id}`}>
        <Time at={created_at} />
      </TextLink>
    ),
  },
  { header: "By", cell: ({ created_by }) => created_by },
  { header: "Chosen by", cell: ({ query, differences }) => <ChoiceOfDifferences query={query} count={differences} /> },
  { header: "State", cell: ({ state }) => <RunBadge state={state} /> },
  { header: "Differences", align: "end", cell: ({ differences }) => formatNumber(differences) },
];

export default function Fixes() {
  const { rows, newer, older } = useLoaderData<typeof loader>();
  const live = useLive({ kinds: ["ledger"] });
  return (
    <>
      <PageHeader title="Fixes" description={<TextLink to="/admin/super/ledger">Ledger</TextLink>}>
        <LiveState live={live} />
      </PageHeader>
      <Card flush>
        {rows.length > 0 ? (
          <DataTable caption="Fixes, latest first" columns={columns} rows={[...rows]} rowKey={({ id }) => id} />
        ) : (
          <EmptyState title="Nothing has been fixed in bulk yet">
            Choose <TextLink to="/admin/super/ledger/differences?state=open">open differences</TextLink>, or fix all
            that a filter matches.
          </EmptyState>
        )}
        <Pager newer={newer} older={older} label="Pages of fixes" />
      </Card>
    </>
  );
}
