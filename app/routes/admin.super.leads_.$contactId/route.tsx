import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { findContact } from "#app/db/contacts.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { ConversionBadge } from "#app/ui/conversion-badge.tsx";
import { ExtraFields } from "#app/ui/extra-fields.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { NeedsRole } from "#app/ui/needs-role.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { RevealForm } from "#app/ui/reveal-form.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Journey } from "./journey.tsx";
import { leadFacts } from "./lead-facts.tsx";
import { MilestonesCard } from "./milestones-card.tsx";
import { readJourney } from "./read-journey.server.ts";

export const meta: MetaFunction = () => [{ title: "Lead · Convoso portal" }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const shown = shownTo(await requireAdmin(request, context));
  const { data: id } = queryField.id.safeParse(params.contactId);
  const db = await orUnavailable(pool());
  const lead = id === undefined ? null : await orUnavailable(findContact(db, id));
  if (!lead) throw new Response("No lead has this number.", { status: 404 });
  const { order = "newest", past } = readQuery(request, {
    order: z.enum(["newest", "oldest"]).optional(),
    past: queryField.timeCursor,
  }).values;
  const journey = await orUnavailable(readJourney(db, lead, { order, past }, shown));
  return { lead: shown.lead(lead), journey };
}

export default function LeadPage() {
  const { lead, journey } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {[lead.first_name, lead.last_name].filter(Boolean).join(" ") || `Lead #${lead.id}`}
            <ConversionBadge conversion={lead.conversion} />
            {lead.is_test && <Badge>Test</Badge>}
          </span>
        }
        description={<TextLink to="/admin/super/leads">Leads</TextLink>}
      >
        <RevealForm what="lead" id={String(lead.id)} />
        {lead.phone_number !== null && (
          <NeedsRole atLeast="admin">
            <LinkButton to={`/admin/super/erase?lead=${lead.id}`}>Erase this person…</LinkButton>
          </NeedsRole>
        )}
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="The lead">
          <Facts facts={leadFacts(lead)} />
        </Card>
        <div className="grid gap-4">
          <MilestonesCard lead={lead} milestones={journey.milestones} />
          <ExtraFields extra={lead.extra} />
        </div>
      </div>
      <Journey {...journey} />
    </>
  );
}
