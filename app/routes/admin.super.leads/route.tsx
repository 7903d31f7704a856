import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { contactMatches, listContacts } from "#app/db/leads/contacts.server.ts";
import { listLeadChoices } from "#app/db/leads/lead-choices.server.ts";
import { countMatches, countWith } from "#app/db/lists/count-matches.server.ts";
import { nameChoices } from "#app/db/names/convoso-names.server.ts";
import { readReasons } from "#app/features/overview/read-reasons.server.ts";
import { listShownViews } from "#app/features/views/list-shown-views.server.ts";
import { readingLoader } from "#app/http/admin-loader.server.ts";
import { leadQuery } from "#app/http/lead-query.server.ts";
import { loosenFilters } from "#app/http/loosen-filters.server.ts";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { ColumnMenu } from "#app/ui/column-menu.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { Fold } from "#app/ui/fold.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { matchWords } from "#app/ui/match-words.ts";
import { SavedViews } from "#app/ui/saved-views.tsx";
import { Pager } from "#app/ui/tables.tsx";
import { TailBar, Waiting } from "#app/ui/tail.tsx";
import { useTail } from "#app/ui/use-tail.ts";
import { WhyEmpty } from "#app/ui/why-empty.tsx";
import { LeadFilters, LeadSearch, leadFilterWords } from "./lead-filters.tsx";
import { LEAD_HEADERS, LeadsTable } from "./leads-table.tsx";
import { WholeWords } from "./whole-words.tsx";

export const meta: MetaFunction = () => [{ title: "Leads · Convoso portal" }];

export const loader = /* @__PURE__ */ readingLoader("viewer", async ({ db, admin, shown, request }) => {
  const { filter, asked, ignored } = leadQuery(request);
  const seen = { ...filter, isMasked: shown.isMasked };
  const listed = listContacts(db, seen, asked);
  // A search that had to read all matches has already counted them.
  const count = async () => {
    if (filter.search === undefined) return countMatches(db, contactMatches(seen));
    const { total, isWhole } = await listed;
    return total === null ? countMatches(db, contactMatches({ ...seen, isWhole })) : { count: total, isExact: true };
  };
  const [page, matches, campaigns, lists, states, views] = await Promise.all([
    listed,
    count(),
    listLeadChoices(db, "campaign").then((campaigns) => nameChoices(db, "campaign", campaigns)),
    listLeadChoices(db, "list").then((lists) => nameChoices(db, "list", lists)),
    listLeadChoices(db, "state"),
    listShownViews(db, "leads", admin),
  ]);
  return {
    ...page,
    matches: countWith(page, asked, matches),
    rows: page.rows.map(shown.lead),
    ignored,
    views,
    reasons: page.rows.length === 0 ? shown.labels(await readReasons(db)) : null,
    loosened:
      page.rows.length === 0
        ? await loosenFilters(request, (looser) =>
            countMatches(db, contactMatches({ ...leadQuery(looser).filter, isMasked: shown.isMasked })),
          )
        : [],
    choices: { campaigns: shown.choices(campaigns), lists: shown.choices(lists), states: shown.choices(states) },
    isNoteHidden: shown.isMasked && filter.note !== undefined,
    isFiltered: Object.values(filter).some((value) => value !== undefined),
  };
});

export default function Leads() {
  const loaded = useLoaderData<typeof loader>();
  const { ignored, isFiltered, isNoteHidden, views, reasons, loosened, choices } = loaded;
  const tail = useTail(loaded, { kinds: ["deliveries", "leads"], keyOf: ({ id }) => id });
  const { rows, newer, older, matches, isWhole } = tail.page;
  const words = leadFilterWords(choices);
  const total = { matches, one: "lead", many: "leads" };
  return (
    <>
      <PageHeader
        title="Leads"
        description={
          <>
            All leads and their stage, set by the <TextLink to="/admin/super/dispositions">dispositions</TextLink> of
            their calls. Newest first.
          </>
        }
      >
        <TailBar tail={tail} />
        <Fold label="View and export">
          <ColumnMenu headers={LEAD_HEADERS} />
          <ExportLinks list="leads" found={matchWords(total)} />
          <SavedViews list="leads" views={views} />
        </Fold>
      </PageHeader>
      <FilterBar
        label="Search leads"
        {...{ ignored, isFiltered, words }}
        found={matchWords(total)}
        box={<LeadSearch />}
      >
        <LeadFilters words={words} />
      </FilterBar>
      <Waiting tail={tail} />
      <Card flush>
        {rows.length > 0 ? (
          <LeadsTable leads={rows} />
        ) : isFiltered ? (
          <WhyEmpty title="No lead matches" one="lead" many="leads" {...{ reasons, loosened, words }}>
            {isNoteHidden
              ? "Searching in notes needs the role “operator”."
              : "Change the search, or reset it to see all leads."}
          </WhyEmpty>
        ) : (
          <WhyEmpty title="No leads yet" reasons={reasons}>
            Send one from <TextLink to="/admin/super/test-tools">Test Tools</TextLink>, or{" "}
            <TextLink to="/admin/super/setup">set up Convoso</TextLink>.
          </WhyEmpty>
        )}
        {isWhole && <WholeWords />}
        <Pager newer={newer} older={older} label="Pages of leads" total={total} />
      </Card>
    </>
  );
}
