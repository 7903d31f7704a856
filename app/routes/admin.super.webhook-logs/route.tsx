import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listEvents } from "#app/db/call-events.server.ts";
import { countFailedEvents } from "#app/db/failed-events.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { applyFailedDeliveriesLater } from "#app/features/webhooks/apply-failed-deliveries.server.ts";
import { eventQuery } from "#app/http/event-query.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { EventsTable } from "#app/ui/events-table.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { FilterSelect, labelled, sinceChoices, testChoices } from "#app/ui/filter-select.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { NeedsRole } from "#app/ui/needs-role.tsx";
import { outcomes } from "#app/ui/outcome-badge.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Pager } from "#app/ui/pager.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { ApplyFailed, Queued } from "./apply-failed.tsx";

export const meta: MetaFunction = () => [{ title: "Webhook Logs · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shown = shownTo(await requireAdmin(request, context));
  const { timeZone } = portalSettings(request);
  const { filter, asked, ignored } = eventQuery(request, { timeZone, isMasked: shown.isMasked });
  const db = await orUnavailable(pool());
  const [page, { failed }] = await orUnavailable(Promise.all([listEvents(db, filter, asked), countFailedEvents(db)]));
  const isQueued = new URL(request.url).searchParams.has("queued");
  const rows = page.rows.map(shown.event);
  return {
    ...page,
    rows,
    failed,
    isQueued,
    ignored,
    isFiltered: Object.values(filter).some((value) => value !== undefined),
  };
}

/** "Apply failed ones again". */
export async function action({ request, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context, "operator");
  const db = await orUnavailable(pool());
  await orUnavailable(applyFailedDeliveriesLater(db, admin));
  return redirect("/admin/super/webhook-logs?outcome=failed&queued=yes");
}

export default function WebhookLogs() {
  const { rows, newer, older, failed, isQueued, ignored, isFiltered } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title="Webhook Logs" description="Every delivery, as it came, and what became of it. Newest first.">
        <ExportLinks list="deliveries" />
        <ApplyFailed failed={failed} />
        <NeedsRole atLeast="admin">
          <LinkButton to="/admin/super/test-tools?clear=confirm#clear">Clear test data</LinkButton>
        </NeedsRole>
      </PageHeader>
      <Queued isQueued={isQueued} />
      <FilterBar label="Filter deliveries" ignored={ignored} isFiltered={isFiltered}>
        <Filters />
      </FilterBar>
      <Card flush>
        {rows.length > 0 ? (
          <EventsTable caption="Deliveries, newest first" events={rows} />
        ) : isFiltered ? (
          <EmptyState title="No delivery matches">Change the filter, or reset it to see every delivery.</EmptyState>
        ) : (
          <EmptyState title="Nothing has arrived yet">
            Send one from <TextLink to="/admin/super/test-tools">Test Tools</TextLink>, or enter the addresses from the{" "}
            <TextLink to="/admin/super">Overview</TextLink> in Convoso.
          </EmptyState>
        )}
        <Pager newer={newer} older={older} label="Pages of deliveries" />
      </Card>
    </>
  );
}

const endpoints = [
  ["lead", "Lead"],
  ["call", "Call"],
  ["echo", "Echo"],
] as const;

const addresses = [
  ["yes", "Misrouted"],
  ["no", "At the right one"],
] as const;

function Filters() {
  return (
    <>
      <FilterSelect label="Type" className="w-28" name="type" choices={endpoints} />
      <FilterSelect label="Outcome" className="w-32" name="outcome" choices={labelled(outcomes)} />
      <FilterSelect label="Address" className="w-36" name="misrouted" choices={addresses} />
      <FilterSelect label="Data" className="w-28" name="test" choices={testChoices} />
      <FilterSelect label="Received" className="w-36" name="since" any="Any time" choices={sinceChoices} />
    </>
  );
}
