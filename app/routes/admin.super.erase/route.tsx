import { type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { Database } from "#app/db/connection/pool.server.ts";
import { listOpenErasures } from "#app/db/erasure/erasures.server.ts";
import { findContact } from "#app/db/leads/contacts.server.ts";
import { lookForPersonLater } from "#app/features/erasure/ask-for-erasure.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { Input } from "#app/ui/fields.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { OpenErasures } from "./open-erasures.tsx";

export const meta: MetaFunction = () => [{ title: "Erase a person · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("admin", async ({ db }) => {
  const open = await listOpenErasures(db);
  return { open: open.map(({ id, state, actor, asked_at }) => ({ id, state, actor, asked_at })) };
});

/**
 * Starts the worker's search for the data of the person with this `phone`, or with the phone of this `lead`: a phone must never
 * be part of a URL.
 */
export const action = /* @__PURE__ */ adminAction("admin", async ({ db, admin, form }) => {
  const sent = form.get("phone");
  const asked = sent === null ? await personOfLead(db, form.get("lead")) : { phone: String(sent).slice(0, 100) };
  const id = await lookForPersonLater(db, asked, admin);
  if (id !== null) return redirect(`/admin/super/erasures/${id}`);
  return { phone: asked.phone, error: "Enter a phone number of at least seven digits." };
});

async function personOfLead(db: Database, lead: FormDataEntryValue | null): Promise<{ phone: string; lead?: number }> {
  const { data: id } = queryField.id.safeParse(lead ?? undefined);
  const found = id === undefined ? null : await findContact(db, id);
  return found ? { phone: found.phone_e164 ?? found.phone_number ?? "", lead: found.id } : { phone: "" };
}

export default function ErasePage() {
  const { open } = useLoaderData<typeof loader>();
  const { phone, error } = useActionData<typeof action>() ?? { phone: "", error: undefined };
  return (
    <>
      <PageHeader
        title="Erase a person"
        description={
          <>
            <TextLink to="/admin/super/leads">Leads</TextLink> / everything about one phone number, in any format
          </>
        }
      />
      <div className="grid max-w-3xl gap-4">
        <Card title="Whose data">
          {/* The next page refreshes automatically only if the browser loads it as a document. */}
          <Form method="post" reloadDocument className="flex flex-wrap items-end gap-3">
            <Input
              label="Phone number"
              name="phone"
              type="tel"
              required
              defaultValue={phone}
              key={phone}
              className="w-64"
              {...(error !== undefined && { error })}
            />
            <Button>See what would be erased</Button>
          </Form>
        </Card>
        <OpenErasures open={open} />
      </div>
    </>
  );
}
