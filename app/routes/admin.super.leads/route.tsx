import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { contactRows, listContacts } from "#app/db/contacts.server.ts";
import { countMatches } from "#app/db/count-matches.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { leadQuery } from "#app/http/lead-query.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Card } from "#app/ui/card.tsx";
import { conversions } from "#app/ui/conversion-badge.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { Input } from "#app/ui/field.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { FilterSelect, labelled, testChoices } from "#app/ui/filter-select.tsx";
import { MoreFilters } from "#app/ui/more-filters.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Pager } from "#app/ui/pager.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { TimeFields } from "#app/ui/time-fields.tsx";
import { LeadsTable } from "./leads-table.tsx";

export const meta: MetaFunction = () => [{ title: "Leads · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shown = shownTo(await requireAdmin(request, context));
  const { filter, asked, ignored } = leadQuery(request, portalSettings(request).timeZone);
  const db = await orUnavailable(pool());
  const seen = { ...filter, isMasked: shown.isMasked };
  const [page, matches] = await orUnavailable(
    Promise.all([listContacts(db, seen, asked), countMatches(db, contactRows(seen))]),
  );
  return {
    ...page,
    matches,
    rows: page.rows.map(shown.lead),
    ignored,
    isFiltered: Object.values(filter).some((value) => value !== undefined),
  };
}

export default function Leads() {
  const { rows, newer, older, matches, ignored, isFiltered } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title="Leads" description="Every lead and how far it has come. Newest first.">
        <ExportLinks list="leads" />
      </PageHeader>
      <FilterBar label="Search leads" ignored={ignored} isFiltered={isFiltered}>
        <Filters />
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
        <Pager newer={newer} older={older} label="Pages of leads" total={{ matches, one: "lead", many: "leads" }} />
      </Card>
    </>
  );
}

function Filters() {
  const [query] = useSearchParams();
  return (
    <>
      <Input
        label="Search"
        type="search"
        placeholder="Name, phone, e-mail or lead id"
        className="w-72"
        name="search"
        defaultValue={query.get("search") ?? ""}
      />
      <FilterSelect
        label="Conversion"
        className="w-36"
        name="conversion"
        choices={[["reached", "Any but new"], ...labelled(conversions)]}
      />
      <MoreFilters names={["from", "to", "test"]}>
        <TimeFields />
        <FilterSelect label="Data" className="w-28" name="test" choices={testChoices} />
      </MoreFilters>
    </>
  );
}
