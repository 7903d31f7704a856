import { type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { countHoldable, listOpenHoldNames } from "#app/db/keeping/holds.server.ts";
import { HoldForm, placeHold } from "#app/features/keeping/place-hold.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { holdQuery } from "#app/http/hold-query.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { queryWords } from "#app/lib/query-words.ts";
import { readFields } from "#app/lib/read-fields.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { Input } from "#app/ui/fields.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";

export const meta: MetaFunction = () => [{ title: "Put on hold · Convoso portal" }];

/** Counts what would be held; nothing is held yet. */
export const loader = /* @__PURE__ */ adminLoader("admin", async ({ db, request }) => {
  const asked = holdQuery(request);
  if (!asked) return { what: null, names: [] };
  const [count, names] = await Promise.all([countHoldable(db, asked.target), listOpenHoldNames(db)]);
  const { query, target } = asked;
  return { what: { isLead: "contactId" in target, query, count }, names: [...names] };
});

export const action = /* @__PURE__ */ adminAction("admin", async ({ db, admin, form, request }) => {
  const { data: said, fault } = readFields(HoldForm, Object.fromEntries(form), { name: "Case", reason: "Reason" });
  if (fault !== null) return { error: fault };
  const asked = holdQuery(request);
  const placed = asked && (await placeHold(db, said, asked, admin));
  if (!placed) return { error: "There is nothing to put on hold." };
  return redirect(`/admin/super/holds/${placed.id}`);
});

export default function NewHold() {
  const { what, names } = useLoaderData<typeof loader>();
  const error = useActionData<typeof action>()?.error;
  const isBusy = useNavigation().state === "submitting";
  const path = <TextLink to="/admin/super/holds">Holds</TextLink>;
  if (!what || what.count === 0) {
    return (
      <>
        <PageHeader title="Put on hold" description={path} />
        <Card flush>
          <EmptyState title="Nothing is chosen">
            Choose “Put on hold” on the page of a call or a lead, or in the list of{" "}
            <TextLink to="/admin/super/calls">Calls</TextLink>.
          </EmptyState>
        </Card>
      </>
    );
  }
  const calls = `${formatNumber(what.count)} ${what.count === 1 ? "call" : "calls"}`;
  return (
    <>
      <PageHeader
        title="Put on hold"
        description={
          <>
            {path} / {what.isLead ? "one lead" : calls}
            {what.query ? `: ${queryWords(what.query)}` : ""}
          </>
        }
      />
      <Card title={what.isLead ? "A lead with all its calls" : calls} className="max-w-2xl">
        <Form method="post" className="grid gap-4">
          {error !== undefined && <Notice tone="bad" role="alert" title={error} />}
          <p className="text-sm">
            {what.isLead
              ? "The portal keeps the lead, its calls (also future ones), their recordings and deliveries until the hold ends."
              : "The portal keeps these calls with their leads, recordings and deliveries until the hold ends. Calls that match the search later are not added."}
          </p>
          <Input
            label="Case"
            name="name"
            required
            most={100}
            autoComplete="off"
            list="open-holds"
            hint="To add to an open hold, enter its name."
          />
          <datalist id="open-holds">
            {names.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <Input label="Reason" name="reason" required most={500} autoComplete="off" />
          <div className="flex gap-2">
            <Button look="primary" disabled={isBusy}>
              Put on hold
            </Button>
            <LinkButton to="/admin/super/holds" look="quiet">
              Cancel
            </LinkButton>
          </div>
        </Form>
      </Card>
    </>
  );
}
