import type { MetaFunction } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { Reveal, revealRow } from "#app/features/privacy/reveal-row.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { pageOf } from "#app/http/read-sent-form.server.ts";
import { callPath } from "#app/lib/call-path.ts";
import { readFields } from "#app/lib/read-fields.ts";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";

export const meta: MetaFunction = () => [{ title: "Revealed · Convoso portal" }];

const PLACES = {
  lead: (id: string) => `/admin/super/leads/${id}`,
  call: callPath,
  delivery: (id: string) => `/admin/super/webhook-logs/${id}`,
};

/** Without a post there is nothing to see: revealed data must not have a URL. */
export const loader = /* @__PURE__ */ adminLoader("viewer", () => null);

export const action = /* @__PURE__ */ adminAction("viewer", async ({ db, admin, form, request, sent }) => {
  const { data: asked, fault } = readFields(Reveal, Object.fromEntries(form), {
    reason: "Reason for viewing full details",
  });
  if (fault !== null) return { back: pageOf(request, sent) ?? "/admin/super", error: fault, facts: null };
  const { what, id } = asked;
  const facts = await revealRow(db, asked, admin);
  if (!facts) throw new Response("There is no such record.", { status: 404 });
  return { back: PLACES[what](id), error: null, facts };
});

export default function Revealed() {
  const revealed = useActionData<typeof action>();
  return (
    <>
      <PageHeader
        title="Revealed"
        description={<TextLink to={revealed?.back ?? "/admin/super"}>Back, with personal data hidden</TextLink>}
      />
      {revealed === undefined && (
        <Notice tone="info" title="Nothing is revealed here">
          Reveal details on the page of a lead, a call or a delivery.
        </Notice>
      )}
      {revealed?.error && (
        <Notice tone="bad" title="Nothing was revealed">
          {revealed.error}
        </Notice>
      )}
      {revealed?.facts && (
        <Card title="Full details">
          <Facts facts={revealed.facts} />
        </Card>
      )}
    </>
  );
}
