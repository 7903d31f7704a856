import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useContext } from "react";
import { listShownViews } from "#app/features/views/list-shown-views.server.ts";
import { readingLoader } from "#app/http/admin-loader.server.ts";
import { isAtLeast } from "#app/lib/roles.ts";
import { LinkButton } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { ColumnMenu } from "#app/ui/column-menu.tsx";
import { EVENT_SEARCH_EXAMPLES } from "#app/ui/event-search-examples.ts";
import { EVENT_HEADERS, EventsTable } from "#app/ui/events-table.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { Fold } from "#app/ui/fold.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { matchWords } from "#app/ui/match-words.ts";
import { NeedsRole, ViewerRole } from "#app/ui/roles.tsx";
import { SavedViews } from "#app/ui/saved-views.tsx";
import { SearchBox, SearchHelp } from "#app/ui/search-box.tsx";
import { Pager } from "#app/ui/tables.tsx";
import { TailBar, Waiting } from "#app/ui/tail.tsx";
import { UnfinishedNotice } from "#app/ui/unfinished.tsx";
import { useTail } from "#app/ui/use-tail.ts";
import { WhyEmpty } from "#app/ui/why-empty.tsx";
import { EventFilters, eventFilterWords } from "./event-filters.tsx";
import { readLogs } from "./read-logs.server.ts";
import { CHOOSING, ReplayBar } from "./replay-bar.tsx";

export const meta: MetaFunction = () => [{ title: "Webhook Logs · Convoso portal" }];

export const loader = /* @__PURE__ */ readingLoader("viewer", async ({ db, admin, shown, request }) => ({
  ...(await readLogs(db, request, shown)),
  views: await listShownViews(db, "deliveries", admin),
}));

export default function WebhookLogs() {
  const loaded = useLoaderData<typeof loader>();
  const { failed, problems, ignored, isFiltered, search, faults, reasons, loosened, views } = loaded;
  const tail = useTail(loaded, { kinds: ["deliveries"], keyOf: ({ id }) => id });
  const mayReplay = isAtLeast(useContext(ViewerRole), "operator");
  const { rows, newer, older, matches, unfinished } = tail.page;
  const words = eventFilterWords(problems);
  const total = matches && { matches, one: "delivery", many: "deliveries" };
  const found = total ? matchWords(total) : null;
  return (
    <>
      <PageHeader title="Webhook Logs" description="Every delivery as received, and its outcome. Newest first.">
        <TailBar tail={tail} />
        <Fold label="View and export">
          <ColumnMenu headers={EVENT_HEADERS} />
          <ExportLinks list="deliveries" found={found} />
          <SavedViews list="deliveries" views={views} />
          <NeedsRole atLeast="admin">
            <LinkButton to="/admin/super/test-tools?clear=confirm#clear">Clear test data</LinkButton>
          </NeedsRole>
        </Fold>
      </PageHeader>
      <FilterBar
        label="Filter deliveries"
        {...{ ignored, isFiltered, words }}
        found={found}
        box={<SearchBox {...{ search, faults }} placeholder='disposition:SALE agent:"Jane" duration>60' />}
      >
        <EventFilters words={words} />
      </FilterBar>
      <SearchHelp examples={EVENT_SEARCH_EXAMPLES} />
      <Waiting tail={tail} />
      <ReplayBar hasRows={rows.length > 0} failed={failed} />
      <Card flush>
        {rows.length > 0 ? (
          <EventsTable caption="Deliveries, newest first" events={rows} choosing={mayReplay ? CHOOSING : undefined} />
        ) : faults.length > 0 ? (
          <EmptyState title="The search is not valid">Fix the highlighted part and search again.</EmptyState>
        ) : unfinished ? null : isFiltered ? (
          <WhyEmpty title="No delivery matches" one="delivery" many="deliveries" {...{ reasons, loosened, words }}>
            Change the filter, or reset it to see all deliveries.
          </WhyEmpty>
        ) : (
          <WhyEmpty title="Nothing has arrived yet" reasons={reasons}>
            Send one from <TextLink to="/admin/super/test-tools">Test Tools</TextLink>, or{" "}
            <TextLink to="/admin/super/setup">set up Convoso</TextLink>.
          </WhyEmpty>
        )}
        <UnfinishedNotice unfinished={unfinished} many="deliveries" />
        <Pager newer={newer} older={older} label="Pages of deliveries" total={total} />
      </Card>
    </>
  );
}
