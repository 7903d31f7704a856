import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { auditMatches, listAudit, listAuditChoices } from "#app/db/audit-log.server.ts";
import { countMatches, countWith } from "#app/db/count-matches.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { timeField } from "#app/http/time-field.server.ts";
import { actWords } from "#app/ui/act.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { FilterSelect } from "#app/ui/filter-select.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { Pager } from "#app/ui/pager.tsx";
import { TimeFields } from "#app/ui/time-fields.tsx";
import { AuditTable } from "./audit-table.tsx";

export const meta: MetaFunction = () => [{ title: "Audit · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context, "admin");
  const { timeZone } = portalSettings(request);
  const { values, ignored } = readQuery(request, {
    person: queryField.text,
    action: queryField.text,
    from: timeField(timeZone),
    to: timeField(timeZone, "end"),
    before: queryField.cursor,
    after: queryField.cursor,
  });
  const { person, action, from, to, before, after } = values;
  const filter = { actor: person, action, from, to };
  const db = await orUnavailable(pool());
  const [page, matches, people, actions] = await orUnavailable(
    Promise.all([
      listAudit(db, filter, { before, after }),
      countMatches(db, auditMatches(filter)),
      listAuditChoices(db, "actor"),
      listAuditChoices(db, "action"),
    ]),
  );
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return { ...page, matches: countWith(page, { before, after }, matches), people, actions, ignored, isFiltered };
}

export default function Audit() {
  const { rows, newer, older, matches, people, actions, ignored, isFiltered } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Audit"
        description="Who did what in the portal, when and from where. Nobody can change it, admins of this portal included."
      />
      <FilterBar label="Filter the audit" ignored={ignored} isFiltered={isFiltered}>
        <FilterSelect
          label="Person"
          className="w-48"
          name="person"
          any="Everybody"
          choices={people.map((person) => [person, person])}
        />
        <FilterSelect
          label="Action"
          className="w-56"
          name="action"
          choices={actions.map((action) => [action, actWords(action)])}
        />
        <TimeFields />
      </FilterBar>
      <Card flush>
        {rows.length > 0 ? (
          <AuditTable entries={rows} />
        ) : (
          <EmptyState title="Nothing was done that matches">
            Change the filter, or reset it to see everything that was done.
          </EmptyState>
        )}
        <Pager
          newer={newer}
          older={older}
          label="Pages of the audit"
          total={{ matches, one: "entry", many: "entries" }}
        />
      </Card>
    </>
  );
}
