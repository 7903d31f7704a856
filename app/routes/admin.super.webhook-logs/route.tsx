import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useContext } from "react";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { isAtLeast } from "#app/lib/roles.ts";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { EventsTable } from "#app/ui/events-table.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Input } from "#app/ui/field.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { FilterSelect, labelled, sinceChoices, testChoices } from "#app/ui/filter-select.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { NeedsRole, ViewerRole } from "#app/ui/needs-role.tsx";
import { outcomes } from "#app/ui/outcome-badge.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Pager } from "#app/ui/pager.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { TimeFields } from "#app/ui/time-fields.tsx";
import { readLogs } from "./read-logs.server.ts";
import { CHOOSING, ReplayBar } from "./replay-bar.tsx";
import { SearchBox, SearchHelp } from "./search-box.tsx";
import { TailBar, Waiting } from "./tail-bar.tsx";
import { UnfinishedNotice } from "./unfinished.tsx";
import { useTail } from "./use-tail.ts";

export const meta: MetaFunction = () => [{ title: "Webhook Logs · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  return readLogs(request, await requireAdmin(request, context));
}

export default function WebhookLogs() {
  const loaded = useLoaderData<typeof loader>();
  const { failed, ignored, isFiltered, search, faults } = loaded;
  const tail = useTail(loaded);
  const mayReplay = isAtLeast(useContext(ViewerRole), "operator");
  const { rows, newer, older, matches, unfinished } = tail.page;
  return (
    <>
      <PageHeader title="Webhook Logs" description="Every delivery, as it came, and what became of it. Newest first.">
        <TailBar tail={tail} />
        <ExportLinks list="deliveries" />
        <NeedsRole atLeast="admin">
          <LinkButton to="/admin/super/test-tools?clear=confirm#clear">Clear test data</LinkButton>
        </NeedsRole>
      </PageHeader>
      <FilterBar label="Filter deliveries" ignored={ignored} isFiltered={isFiltered}>
        <SearchBox search={search} faults={faults} />
        <Filters />
      </FilterBar>
      <SearchHelp />
      <Waiting tail={tail} />
      <ReplayBar hasRows={rows.length > 0} failed={failed} />
      <Card flush>
        {rows.length > 0 ? (
          <EventsTable caption="Deliveries, newest first" events={rows} choosing={mayReplay ? CHOOSING : undefined} />
        ) : faults.length > 0 ? (
          <EmptyState title="The search is not understood">Mend what is marked in it, and search again.</EmptyState>
        ) : unfinished ? null : isFiltered ? (
          <EmptyState title="No delivery matches">Change the filter, or reset it to see every delivery.</EmptyState>
        ) : (
          <EmptyState title="Nothing has arrived yet">
            Send one from <TextLink to="/admin/super/test-tools">Test Tools</TextLink>, or enter the addresses from the{" "}
            <TextLink to="/admin/super">Overview</TextLink> in Convoso.
          </EmptyState>
        )}
        <UnfinishedNotice unfinished={unfinished} />
        <Pager
          newer={newer}
          older={older}
          label="Pages of deliveries"
          total={matches && { matches, one: "delivery", many: "deliveries" }}
        />
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
  const [query] = useSearchParams();
  return (
    <>
      <FilterSelect label="Type" className="w-24" name="type" choices={endpoints} />
      <FilterSelect label="Outcome" className="w-32" name="outcome" choices={labelled(outcomes)} />
      <FilterSelect label="Address" className="w-32" name="misrouted" choices={addresses} />
      <FilterSelect label="Data" className="w-28" name="test" choices={testChoices} />
      <FilterSelect label="Received" className="w-32" name="since" any="Any time" choices={sinceChoices} />
      <TimeFields />
      <Input
        label="Source"
        className="w-28"
        name="source"
        placeholder="203.0.113.*"
        defaultValue={query.get("source") ?? ""}
      />
      {query.has("live") && <input type="hidden" name="live" value="1" />}
    </>
  );
}
