import type { MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { findHold, listHeldCalls, listHeldLeads } from "#app/db/keeping/holds.server.ts";
import { endHold } from "#app/features/keeping/end-hold.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { callPath } from "#app/lib/call-path.ts";
import { formatBytes, formatNumber } from "#app/lib/format-number.ts";
import { queryWords } from "#app/lib/query-words.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

export const meta: MetaFunction = () => [{ title: "Hold · Convoso portal" }];

/** So many of its calls the page lists, the latest. */
const SHOWN = 50;

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, params }) => {
  const { data: id } = queryField.id.safeParse(params.holdId);
  const hold = id === undefined ? null : await findHold(db, id);
  if (!hold) throw new Response("There is no such hold.", { status: 404 });
  const [calls, leads] = await Promise.all([listHeldCalls(db, hold.id, SHOWN), listHeldLeads(db, hold.id, SHOWN)]);
  return { hold, calls: [...calls], leads: [...leads] };
});

/** Ends the hold: `sure=yes`. */
export const action = /* @__PURE__ */ adminAction("admin", async ({ db, admin, form, request, params }) => {
  const { data: id } = queryField.id.safeParse(params.holdId);
  if (id === undefined) throw new Response("There is no such hold.", { status: 404 });
  const here = `/admin/super/holds/${id}`;
  if (form.get("sure") !== "yes") return redirectSaying(request, here, "Tick the box first", { tone: "warn" });
  const isEnded = await endHold(db, id, admin);
  return redirectSaying(request, here, isEnded ? "The hold is ended" : "The hold had ended already");
});

export default function HoldPage() {
  const { hold, calls, leads } = useLoaderData<typeof loader>();
  const { name, reason, query, created_by, created_at, ended_by, ended_at } = hold;
  return (
    <>
      <PageHeader title={name} description={<TextLink to="/admin/super/holds">Holds</TextLink>} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="Hold">
          <Facts
            facts={{
              Reason: reason,
              Since: <Time at={created_at} show="both" />,
              "Placed by": created_by,
              Search: query !== null && (
                <TextLink to={`/admin/super/calls?${query}`}>{queryWords(query) || "All calls"}</TextLink>
              ),
              Leads: hold.leads > 0 && formatNumber(hold.leads),
              Calls: formatNumber(hold.calls),
              Recordings: `${formatNumber(hold.recordings)} in the archive, ${formatBytes(hold.bytes)}`,
              Ended: ended_at && <Time at={ended_at} show="both" />,
              "Ended by": ended_by,
            }}
          />
        </Card>
        {ended_at === null && (
          <NeedsRole atLeast="admin">
            <Notice tone="bad" title="End this hold">
              <p>
                The <TextLink to="/admin/super/retention">retention rules</TextLink> then apply again to these
                recordings. Erasures that wait for the hold continue at once.
              </p>
              <Form method="post" className="mt-3 grid gap-3">
                <label className="flex items-center gap-2">
                  <input type="checkbox" name="sure" value="yes" required />
                  This is no longer needed
                </label>
                <Button look="danger" className="justify-self-start">
                  End the hold
                </Button>
              </Form>
            </Notice>
          </NeedsRole>
        )}
      </div>
      {leads.length > 0 && (
        <Card title="Leads" flush className="mt-4">
          <DataTable
            caption="Leads under this hold"
            columns={[
              {
                header: "Lead",
                cell: ({ contact_id, name: lead }) => (
                  <TextLink to={`/admin/super/leads/${contact_id}`}>{lead ?? `Lead #${contact_id}`}</TextLink>
                ),
              },
            ]}
            rows={leads}
            rowKey={({ contact_id }) => contact_id}
          />
        </Card>
      )}
      <Card title="Calls" flush className="mt-4">
        {calls.length === 0 ? (
          <EmptyState title="No call is under this hold" />
        ) : (
          <DataTable
            caption="Calls under this hold, latest first"
            columns={[
              {
                header: "Call",
                cell: ({ call_id }) => <TextLink to={callPath(call_id)}>{call_id}</TextLink>,
              },
              { header: "When", cell: ({ occurred_at }) => <Time at={occurred_at} /> },
              { header: "Recordings", align: "end", cell: ({ recordings }) => formatNumber(recordings) },
            ]}
            rows={calls}
            rowKey={({ call_id }) => call_id}
          />
        )}
        {hold.calls > calls.length && (
          <p className="border-t border-line px-4 py-2.5 text-center text-xs text-ink-faint">
            The latest {formatNumber(calls.length)} of {formatNumber(hold.calls)} calls
          </p>
        )}
      </Card>
    </>
  );
}
