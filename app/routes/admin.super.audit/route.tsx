import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { countMatches, countWith } from "#app/db/lists/count-matches.server.ts";
import { auditMatches, listAudit, listAuditChoices } from "#app/db/people/audit-log.server.ts";
import { describeAct } from "#app/features/audit/describe-act.server.ts";
import { adminLoader } from "#app/http/admin-loader.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { readSpan } from "#app/http/span-fields.server.ts";
import { auditWords } from "#app/lib/audit-actions.ts";
import { actorName } from "#app/lib/automatic-actors.ts";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { Input } from "#app/ui/fields.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { FilterSelect, RangeFields } from "#app/ui/filter-fields.tsx";
import { Pager } from "#app/ui/tables.tsx";
import { AuditTable } from "./audit-table.tsx";

export const meta: MetaFunction = () => [{ title: "Audit · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("admin", async ({ db, request }) => {
  const { values, ignored } = readQuery(request, {
    person: queryField.text,
    action: queryField.text,
    call: queryField.text,
    lead: queryField.number,
    before: queryField.cursor,
    after: queryField.cursor,
  });
  const { person, action, call, lead, before, after } = values;
  const { from, to, ignored: notSpan } = readSpan(request);
  const filter = { actor: person, action, callId: call?.trim() || undefined, lead, from, to };
  const [page, matches, people, actions] = await Promise.all([
    listAudit(db, filter, { before, after }),
    countMatches(db, auditMatches(filter)),
    listAuditChoices(db, "actor"),
    listAuditChoices(db, "action"),
  ]);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return {
    ...page,
    rows: page.rows.map(describeAct),
    matches: countWith(page, { before, after }, matches),
    people,
    actions: actions.map((action): [string, string] => [action, auditWords(action)]),
    ignored: [...ignored, ...notSpan],
    isFiltered,
  };
});

export default function Audit() {
  const { rows, newer, older, matches, people, actions, ignored, isFiltered } = useLoaderData<typeof loader>();
  const [query] = useSearchParams();
  return (
    <>
      <PageHeader
        title="Audit"
        description="Who did what in the portal, when and from where. Nobody can change an entry, not even an admin. Enter a lead's number to see all actions on the lead, its calls and its deliveries."
      />
      <FilterBar label="Filter the audit" ignored={ignored} isFiltered={isFiltered}>
        <FilterSelect
          label="Person"
          className="w-48"
          name="person"
          any="Everybody"
          choices={people.map((person) => [person, actorName(person)])}
        />
        <FilterSelect label="Action" className="w-56" name="action" choices={actions} />
        <Input label="Call id" name="call" className="w-36" defaultValue={query.get("call") ?? ""} autoComplete="off" />
        <Input
          label="Lead number"
          name="lead"
          placeholder="#12"
          className="w-28"
          defaultValue={query.get("lead") ?? ""}
          autoComplete="off"
        />
        <RangeFields />
      </FilterBar>
      <Card flush>
        {rows.length > 0 ? (
          <AuditTable entries={rows} />
        ) : (
          <EmptyState title="No entry matches">Change the filter, or reset it to see all entries.</EmptyState>
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
