import type { MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { listHoldsOfLead } from "#app/db/keeping/holds.server.ts";
import { type Contact, findContact } from "#app/db/leads/contacts.server.ts";
import { listShownNotes } from "#app/features/notes/list-shown-notes.server.ts";
import { adminLoader } from "#app/http/admin-loader.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { Badge, ConversionBadge } from "#app/ui/badges.tsx";
import { Button, buttonClass, LinkButton } from "#app/ui/buttons.tsx";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { ExtraFields, Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { NotesCard } from "#app/ui/notes.tsx";
import { NeedsRole, RevealForm } from "#app/ui/roles.tsx";
import { JoinForm } from "./join-form.tsx";
import { Journey } from "./journey.tsx";
import { leadFacts } from "./lead-facts.tsx";
import { MilestonesCard } from "./milestones-card.tsx";
import { readJourney } from "./read-journey.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data ? nameOf(data.lead) : "Lead"} · Convoso portal` },
];

function nameOf({ id, first_name, last_name }: Pick<Contact, "id" | "first_name" | "last_name">): string {
  return [first_name, last_name].filter(Boolean).join(" ") || `Lead #${id}`;
}

export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ db, admin, shown, request, params }) => {
  const { data: id } = queryField.id.safeParse(params.contactId);
  const lead = id === undefined ? null : await findContact(db, id);
  if (!lead) throw new Response("No lead has this number.", { status: 404 });
  const { order = "newest", past } = readQuery(request, {
    order: z.enum(["newest", "oldest"]).optional(),
    past: queryField.timeCursor,
  }).values;
  const [journey, holds, notes] = await Promise.all([
    readJourney(db, lead, { order, past }, shown),
    listHoldsOfLead(db, lead.id),
    listShownNotes(db, { contactId: lead.id }, admin, shown.note),
  ]);
  return { lead: shown.lead(lead), notes, journey, isHeld: holds.length > 0 };
});

export default function LeadPage() {
  const { lead, notes, journey, isHeld } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {nameOf(lead)}
            <ConversionBadge conversion={lead.conversion} />
            {lead.is_test && <Badge>Test</Badge>}
            {isHeld && <Badge tone="info">On hold</Badge>}
          </span>
        }
        description={<TextLink to="/admin/super/leads">Leads</TextLink>}
      >
        <NeedsRole atLeast="operator">
          <LinkButton to={`/admin/super/identity/change?split=${lead.id}`}>Split…</LinkButton>
          <JoinForm id={lead.id} />
        </NeedsRole>
        <RevealForm what="lead" id={String(lead.id)} />
        <NeedsRole atLeast="admin">
          <a href={`/admin/super/leads/${lead.id}/data`} className={buttonClass()}>
            Export all data
          </a>
          <LinkButton to={`/admin/super/audit?lead=${lead.id}`}>Audit</LinkButton>
        </NeedsRole>
        {lead.phone_number !== null && (
          <NeedsRole atLeast="admin">
            <LinkButton to={`/admin/super/evidence/new?all=1&lead=${lead.id}`}>Hand over recordings…</LinkButton>
            <LinkButton to={`/admin/super/holds/new?lead=${lead.id}`}>Put on hold…</LinkButton>
            {/* Only looks: the page that it leads to shows what would be erased, and asks. */}
            <Form method="post" action="/admin/super/erase" reloadDocument>
              <input type="hidden" name="lead" value={lead.id} />
              <Button>Erase this person…</Button>
            </Form>
          </NeedsRole>
        )}
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="Lead">
          <Facts facts={leadFacts(lead)} />
        </Card>
        <div className="grid gap-4">
          <MilestonesCard lead={lead} milestones={journey.milestones} />
          <NotesCard what="lead" id={String(lead.id)} notes={notes} />
          <ExtraFields extra={lead.extra} />
        </div>
      </div>
      <Journey {...journey} />
    </>
  );
}
