import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { contactMatches, listContacts } from "#app/db/contacts.server.ts";
import { countMatches, countWith } from "#app/db/count-matches.server.ts";
import { listLeadChoices } from "#app/db/filter-choices.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { leadQuery } from "#app/http/lead-query.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Pager } from "#app/ui/pager.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { LeadFilters } from "./lead-filters.tsx";
import { LeadsTable } from "./leads-table.tsx";
import { WholeWords } from "./whole-words.tsx";

export const meta: MetaFunction = () => [{ title: "Leads · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shown = shownTo(await requireAdmin(request, context));
  const { filter, asked, ignored } = leadQuery(request, portalSettings(request).timeZone);
  const db = await orUnavailable(pool());
  const seen = { ...filter, isMasked: shown.isMasked };
  const listed = listContacts(db, seen, asked);
  // A search that had to find all leads has counted them.
  const count = async () => {
    if (filter.search === undefined) return countMatches(db, contactMatches(seen));
    const { total, isWhole } = await listed;
    return total === null ? countMatches(db, contactMatches({ ...seen, isWhole })) : { count: total, isExact: true };
  };
  const [page, matches, campaigns, lists, states] = await orUnavailable(
    Promise.all([
      listed,
      count(),
      listLeadChoices(db, "campaign"),
      listLeadChoices(db, "list"),
      listLeadChoices(db, "state"),
    ]),
  );
  return {
    ...page,
    matches: countWith(page, asked, matches),
    rows: page.rows.map(shown.lead),
    ignored,
    choices: { campaigns, lists, states },
    isFiltered: Object.values(filter).some((value) => value !== undefined),
  };
}

export default function Leads() {
  const { rows, newer, older, matches, isWhole, ignored, isFiltered, choices } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Leads"
        description={
          <>
            Every lead and how far it has come, by{" "}
            <TextLink to="/admin/super/dispositions">what its calls came to</TextLink>. Newest first.
          </>
        }
      >
        <ExportLinks list="leads" />
      </PageHeader>
      <FilterBar label="Search leads" ignored={ignored} isFiltered={isFiltered}>
        <LeadFilters {...choices} />
      </FilterBar>
      <Card flush>
        {rows.length > 0 ? (
          <LeadsTable leads={rows} />
        ) : isFiltered ? (
          <EmptyState title="No lead matches">Change the search, or reset it to see every lead.</EmptyState>
        ) : (
          <EmptyState title="No leads yet">
            Send one from <TextLink to="/admin/super/test-tools">Test Tools</TextLink>, or enter the lead address from
            the <TextLink to="/admin/super">Overview</TextLink> in Convoso.
          </EmptyState>
        )}
        {isWhole && <WholeWords />}
        <Pager newer={newer} older={older} label="Pages of leads" total={{ matches, one: "lead", many: "leads" }} />
      </Card>
    </>
  );
}
