import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useContext } from "react";
import { listAgents } from "#app/db/agents/agents.server.ts";
import { listCampaigns, listDispositions } from "#app/db/calls/call-choices.server.ts";
import { callMatches, listCalls } from "#app/db/calls/list-calls.server.ts";
import { listSortedCalls } from "#app/db/calls/sort-calls.server.ts";
import { countMatches, countWith } from "#app/db/lists/count-matches.server.ts";
import { nameChoices } from "#app/db/names/convoso-names.server.ts";
import { explainGap } from "#app/features/overview/explain-gap.server.ts";
import { readReasons } from "#app/features/overview/read-reasons.server.ts";
import { listShownViews } from "#app/features/views/list-shown-views.server.ts";
import { readingLoader } from "#app/http/admin-loader.server.ts";
import { callQuery } from "#app/http/call-query.server.ts";
import { loosenFilters } from "#app/http/loosen-filters.server.ts";
import { MOST_SORTED_CALLS } from "#app/lib/call-orders.ts";
import { isAtLeast } from "#app/lib/roles.ts";
import { CALL_SEARCH_EXAMPLES } from "#app/ui/call-search-examples.ts";
import { CALL_HEADERS, SortableCalls, TOO_MANY_TO_SORT } from "#app/ui/calls-table.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { ColumnMenu } from "#app/ui/column-menu.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { Fold } from "#app/ui/fold.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { matchWords } from "#app/ui/match-words.ts";
import { Notice } from "#app/ui/notices.tsx";
import { ViewerRole } from "#app/ui/roles.tsx";
import { SavedViews } from "#app/ui/saved-views.tsx";
import { SearchBox, SearchHelp } from "#app/ui/search-box.tsx";
import { Pager } from "#app/ui/tables.tsx";
import { TailBar, Waiting } from "#app/ui/tail.tsx";
import { UnfinishedNotice } from "#app/ui/unfinished.tsx";
import { useTail } from "#app/ui/use-tail.ts";
import { WhyEmpty } from "#app/ui/why-empty.tsx";
import { CallFilters, callFilterWords } from "./call-filters.tsx";
import { CHOOSING, FetchBar } from "./fetch-bar.tsx";
import { GapNotice } from "./gap-notice.tsx";

export const meta: MetaFunction = () => [{ title: "Calls · Convoso portal" }];

export const loader = /* @__PURE__ */ readingLoader("viewer", async ({ db, admin, shown, request }) => {
  const { filter, order, asked, ignored, search, faults } = callQuery(request, shown);
  const [sorted, matches, campaigns, dispositions, agents, views] = await Promise.all([
    listSortedCalls(db, { ...filter, isMasked: shown.isMasked }, order, asked),
    // What a search finds is known only when it has looked everywhere.
    search === "" ? countMatches(db, callMatches(filter)) : undefined,
    listCampaigns(db).then((campaigns) => nameChoices(db, "campaign", campaigns)),
    listDispositions(db),
    listAgents(db),
    listShownViews(db, "calls", admin),
  ]);
  const page = sorted ?? (await listCalls(db, filter));
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const isEmpty = page.rows.length === 0 && !page.unfinished && faults.length === 0;
  return {
    ...page,
    matches: countWith(page, asked, matches),
    rows: page.rows.map(shown.call),
    isUnsorted: sorted === null,
    isTooMany: sorted === null || (matches !== undefined && matches.count > MOST_SORTED_CALLS),
    ignored,
    search,
    faults,
    isFiltered,
    reasons: isEmpty ? shown.labels(await readReasons(db)) : null,
    loosened: isEmpty
      ? await loosenFilters(request, async (looser) => {
          const { filter, search } = callQuery(looser, shown);
          return search === "" ? countMatches(db, callMatches(filter)) : null;
        })
      : [],
    gap: filter.without === "disposition" ? { shown: shown.labels(await explainGap(db)) } : null,
    views,
    choices: {
      campaigns: shown.choices(campaigns),
      dispositions: shown.choices(dispositions),
      agents: shown.choices(agents),
    },
  };
});

export default function Calls() {
  const mayFetch = isAtLeast(useContext(ViewerRole), "operator");
  const loaded = useLoaderData<typeof loader>();
  const { ignored, isFiltered, search, faults, reasons, loosened, gap, views, choices } = loaded;
  const tail = useTail(loaded, { kinds: ["deliveries", "recordings"], keyOf: ({ call_id }) => call_id });
  const { rows, newer, older, matches, unfinished, isUnsorted, isTooMany } = tail.page;
  const words = callFilterWords(choices);
  const total = matches && { matches, one: "call", many: "calls" };
  const found = total ? matchWords(total) : null;
  return (
    <>
      <PageHeader
        title={gap ? "Calls without a disposition" : "Calls"}
        description={
          <>
            All calls and their recording status. See also <TextLink to="/admin/super/agents">Agents</TextLink>,{" "}
            <TextLink to="/admin/super/dispositions">Dispositions</TextLink> and{" "}
            <TextLink to="/admin/super/calls?without=disposition">Calls without a disposition</TextLink>.
          </>
        }
      >
        <TailBar tail={tail} />
        <Fold label="View and export">
          <ColumnMenu headers={CALL_HEADERS} />
          <ExportLinks list="calls" found={found} />
          <SavedViews list="calls" views={views} />
        </Fold>
      </PageHeader>
      <FilterBar
        label="Filter calls"
        {...{ ignored, isFiltered, words }}
        found={found}
        box={
          <SearchBox
            {...{ search, faults }}
            placeholder="Phone, name, call id, lead id, agent, or disposition:SALE duration>60"
          />
        }
      >
        <CallFilters words={words} />
      </FilterBar>
      <SearchHelp examples={CALL_SEARCH_EXAMPLES} />
      {gap && <GapNotice shown={gap.shown} />}
      {isUnsorted && (
        <div className="mb-4">
          <Notice tone="warn" title="Too many calls to sort" role="status">
            {TOO_MANY_TO_SORT} The latest come first until then.
          </Notice>
        </div>
      )}
      <Waiting tail={tail} />
      {rows.length > 0 && <FetchBar />}
      <Card flush>
        {rows.length > 0 ? (
          <SortableCalls
            caption="Calls"
            calls={rows}
            choosing={mayFetch ? CHOOSING : undefined}
            isTooMany={isTooMany}
          />
        ) : faults.length > 0 ? (
          <EmptyState title="The search is not valid">Fix the highlighted part and search again.</EmptyState>
        ) : unfinished ? null : isFiltered ? (
          <WhyEmpty title="No call matches" one="call" many="calls" {...{ reasons, loosened, words }}>
            Change the filter, or reset it to see all calls.
          </WhyEmpty>
        ) : (
          <WhyEmpty title="No calls yet" reasons={reasons}>
            Send a call from <TextLink to="/admin/super/test-tools">Test Tools</TextLink>, or{" "}
            <TextLink to="/admin/super/setup">set up Convoso</TextLink>.
          </WhyEmpty>
        )}
        <UnfinishedNotice unfinished={unfinished} many="calls" />
        <Pager newer={newer} older={older} label="Pages of calls" total={total} />
      </Card>
    </>
  );
}
