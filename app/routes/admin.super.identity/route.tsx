import type { MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { listIdentityDecisions } from "#app/db/leads/identity-decisions.server.ts";
import { type LeadName, listDoubleLeads, listMixedLeads } from "#app/db/leads/mixed-leads.server.ts";
import { keepWhole } from "#app/features/identity/keep-whole.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { keyWords } from "#app/lib/key-words.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

export const meta: MetaFunction = () => [{ title: "Merge and split · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db }) => {
  const [mixed, doubles, decisions] = await Promise.all([
    listMixedLeads(db),
    listDoubleLeads(db),
    listIdentityDecisions(db),
  ]);
  return { mixed: [...mixed], doubles: [...doubles], decisions: [...decisions] };
});

/** "Keep as one person". */
export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request }) => {
  const { data: id } = queryField.id.safeParse(form.get("lead"));
  if (id !== undefined) await keepWhole(db, id, admin);
  return redirectSaying(request, "/admin/super/identity", "The lead stays one person");
});

const nameOf = (lead: LeadName) => [lead.first_name, lead.last_name].filter(Boolean).join(" ") || `Lead #${lead.id}`;
const leadPath = (id: number) => `/admin/super/leads/${id}`;
const changePath = (query: Record<string, string | number>) =>
  `/admin/super/identity/change?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, `${value}`]))}`;

const common: Column<LeadName>[] = [
  { header: "Lead", cell: (lead) => <TextLink to={leadPath(lead.id)}>{nameOf(lead)}</TextLink> },
  { header: "Lead id", cell: (lead) => lead.lead_id },
  { header: "Phone", cell: (lead) => lead.phone_number },
  { header: "E-mail", cell: (lead) => lead.email },
];

const mixedColumns: Column<LeadName>[] = [
  ...common,
  {
    header: "Action",
    cell: (lead) => (
      <div className="flex flex-wrap gap-2">
        <LinkButton to={changePath({ split: lead.id })}>Split…</LinkButton>
        <Form method="post">
          <input type="hidden" name="lead" value={lead.id} />
          <Button look="quiet">Keep as one person</Button>
        </Form>
      </div>
    ),
  },
];

type Doubles = Awaited<ReturnType<typeof listDoubleLeads>>[number];
const doubleColumns: Column<Doubles>[] = [
  ...(common as Column<Doubles>[]),
  {
    header: "Has the number of",
    cell: (lead) => <TextLink to={leadPath(lead.other_id)}>{lead.other_name || `Lead #${lead.other_id}`}</TextLink>,
  },
  {
    header: "Action",
    cell: (lead) => <LinkButton to={changePath({ join: lead.other_id, with: lead.id })}>Merge…</LinkButton>,
  },
];

type Decision = Awaited<ReturnType<typeof listIdentityDecisions>>[number];
const decisionColumns: Column<Decision>[] = [
  { header: "When", cell: ({ madeAt }) => <Time at={madeAt} /> },
  { header: "Who", cell: ({ actor }) => actor },
  {
    header: "Decision",
    cell: ({ key, sameAs }) =>
      sameAs === null
        ? `${keyWords(key)} is shared by several people`
        : `${keyWords(key)} is the same person as ${keyWords(sameAs)}`,
  },
  { header: "", cell: ({ id }) => <LinkButton to={changePath({ undo: id })}>Undo…</LinkButton> },
];

export default function Identity() {
  const { mixed, doubles, decisions } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Merge and split"
        description="Leads that may be several people, and leads that may be the same person"
      />
      <div className="grid gap-4">
        <Card title="May be several people" flush>
          {mixed.length > 0 ? (
            <DataTable
              caption="Leads that may be several people"
              columns={mixedColumns}
              rows={mixed}
              rowKey={(row) => row.id}
            />
          ) : (
            <EmptyState title="No lead has the names of several people">
              A lead appears here when its deliveries have names without a common word.
            </EmptyState>
          )}
        </Card>
        <Card title="May be the same person" flush>
          {doubles.length > 0 ? (
            <DataTable
              caption="Leads that may be the same person"
              columns={doubleColumns}
              rows={doubles}
              rowKey={(row) => row.id}
            />
          ) : (
            <EmptyState title="No two leads share a number">
              The newest 5,000 leads are compared with all earlier ones. To merge other leads, open the page of a lead.
            </EmptyState>
          )}
        </Card>
        <Card title="Decisions" flush>
          {decisions.length > 0 ? (
            <DataTable caption="Decisions" columns={decisionColumns} rows={decisions} rowKey={(row) => row.id} />
          ) : (
            <EmptyState title="No decision yet">Each decision can be undone here.</EmptyState>
          )}
        </Card>
      </div>
    </>
  );
}
