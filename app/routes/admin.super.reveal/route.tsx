import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { pool } from "#app/db/pool.server.ts";
import { Reveal, revealRow } from "#app/features/privacy/reveal-row.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { TextLink } from "#app/ui/text-link.tsx";

export const meta: MetaFunction = () => [{ title: "Revealed · Convoso portal" }];

const PLACES = { lead: "leads", call: "calls", delivery: "webhook-logs" } as const;

/** Nothing to see without asking: what is revealed is the answer to a post, and in no address. Runs after it, too. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context);
  return null;
}

export async function action({ request, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context);
  const asked = Reveal.safeParse(Object.fromEntries(await readForm(request)));
  if (!asked.success) return { back: "/admin/super", error: asked.error.issues[0]?.message ?? "", facts: null };
  const { what, id } = asked.data;
  const facts = await orUnavailable(pool().then((db) => revealRow(db, asked.data, admin)));
  if (!facts) throw new Response("There is no such row.", { status: 404 });
  return { back: `/admin/super/${PLACES[what]}/${encodeURIComponent(id)}`, error: null, facts };
}

export default function Revealed() {
  const revealed = useActionData<typeof action>();
  return (
    <>
      <PageHeader
        title="Revealed"
        description={<TextLink to={revealed?.back ?? "/admin/super"}>Back, with personal data hidden again</TextLink>}
      />
      {revealed === undefined && (
        <Notice tone="info" title="Nothing is revealed here">
          Ask for it on the page of a lead, a call or a delivery.
        </Notice>
      )}
      {revealed?.error && (
        <Notice tone="bad" title="Nothing was revealed">
          {revealed.error}
        </Notice>
      )}
      {revealed?.facts && (
        <Card title="What is hidden otherwise">
          <Facts facts={revealed.facts} />
        </Card>
      )}
    </>
  );
}
