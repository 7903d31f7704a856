import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listAgents } from "#app/db/agents.server.ts";
import { callMatches, listCalls } from "#app/db/calls.server.ts";
import { countMatches, countWith } from "#app/db/count-matches.server.ts";
import { listCampaigns, listDispositions } from "#app/db/filter-choices.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { callQuery } from "#app/http/call-query.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { CallsTable } from "#app/ui/calls-table.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Pager } from "#app/ui/pager.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { CallFilters } from "./call-filters.tsx";

export const meta: MetaFunction = () => [{ title: "Calls · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shown = shownTo(await requireAdmin(request, context));
  const { filter, asked, ignored } = callQuery(request, portalSettings(request).timeZone);
  const db = await orUnavailable(pool());
  const [page, matches, campaigns, dispositions, agents] = await orUnavailable(
    Promise.all([
      listCalls(db, filter, asked),
      countMatches(db, callMatches(filter)),
      listCampaigns(db),
      listDispositions(db),
      listAgents(db),
    ]),
  );
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return {
    ...page,
    matches: countWith(page, asked, matches),
    rows: page.rows.map(shown.call),
    ignored,
    isFiltered,
    choices: { campaigns, dispositions, agents },
  };
}

export default function Calls() {
  const { rows, newer, older, matches, ignored, isFiltered, choices } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Calls"
        description={
          <>
            Every call and where its recording stands, the latest first. See also{" "}
            <TextLink to="/admin/super/agents">Agents</TextLink> and{" "}
            <TextLink to="/admin/super/dispositions">Dispositions</TextLink>.
          </>
        }
      >
        <ExportLinks list="calls" />
      </PageHeader>
      <FilterBar label="Filter calls" ignored={ignored} isFiltered={isFiltered}>
        <CallFilters {...choices} />
      </FilterBar>
      <Card flush>
        {rows.length > 0 ? (
          <CallsTable caption="Calls, the latest first" calls={rows} />
        ) : isFiltered ? (
          <EmptyState title="No call matches">Change the filter, or reset it to see every call.</EmptyState>
        ) : (
          <EmptyState title="No calls yet">
            If the <TextLink to="/admin/super/webhook-logs">Webhook Logs</TextLink> show leads only, Convoso sends lead
            data but no call completions: add a Workflow on disposition that posts to the call address on the{" "}
            <TextLink to="/admin/super">Overview</TextLink>. To try it now, send a call from{" "}
            <TextLink to="/admin/super/test-tools">Test Tools</TextLink>.
          </EmptyState>
        )}
        <Pager newer={newer} older={older} label="Pages of calls" total={{ matches, one: "call", many: "calls" }} />
      </Card>
    </>
  );
}
