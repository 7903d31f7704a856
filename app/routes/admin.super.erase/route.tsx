import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { findContact } from "#app/db/contacts.server.ts";
import { listOpenErasures } from "#app/db/erasures.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { lookForPersonLater } from "#app/features/erasure/ask-for-erasure.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Input } from "#app/ui/field.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { OpenErasures } from "./open-erasures.tsx";

export const meta: MetaFunction = () => [{ title: "Erase a person · Convoso portal" }];

/** `?lead=<number>` fills the phone in: a phone itself never stands in an address. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context, "admin");
  const { data: id } = queryField.id.safeParse(new URL(request.url).searchParams.get("lead") ?? undefined);
  const db = await orUnavailable(pool());
  const lead = id === undefined ? null : await orUnavailable(findContact(db, id));
  const open = await orUnavailable(listOpenErasures(db));
  return {
    phone: lead?.phone_e164 ?? lead?.phone_number ?? "",
    open: open.map(({ id, state, actor, asked_at }) => ({ id, state, actor, asked_at })),
  };
}

/** Has the worker look for what would change. */
export async function action({ request, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context, "admin");
  const phone = String((await readForm(request)).get("phone") ?? "").slice(0, 100);
  const db = await orUnavailable(pool());
  const id = await orUnavailable(lookForPersonLater(db, phone, admin));
  if (id !== null) return redirect(`/admin/super/erasures/${id}`);
  return { phone, error: "Enter a phone number of at least seven digits." };
}

export default function ErasePage() {
  const { phone: ofLead, open } = useLoaderData<typeof loader>();
  const { phone, error } = useActionData<typeof action>() ?? { phone: ofLead, error: undefined };
  return (
    <>
      <PageHeader
        title="Erase a person"
        description={
          <>
            <TextLink to="/admin/super/leads">Leads</TextLink> / everything about one phone number, in whatever
            spelling.
          </>
        }
      />
      <div className="grid max-w-3xl gap-4">
        <Card title="Whose data">
          {/* The page that follows comes anew by itself only when the browser loads it as a document. */}
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
