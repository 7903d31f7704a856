import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { findContact } from "#app/db/contacts.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { erasePerson } from "#app/features/erasure/erase-person.server.ts";
import { findPerson } from "#app/features/erasure/find-person.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Input } from "#app/ui/field.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { ConfirmCard } from "./confirm-card.tsx";

export const meta: MetaFunction = () => [{ title: "Erase a person · Convoso portal" }];

/** `?lead=<number>` fills the phone in: a phone itself never stands in an address. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context, "admin");
  const { data: id } = queryField.id.safeParse(new URL(request.url).searchParams.get("lead") ?? undefined);
  const db = await orUnavailable(pool());
  const lead = id === undefined ? null : await orUnavailable(findContact(db, id));
  return { phone: lead?.phone_e164 ?? lead?.phone_number ?? "" };
}

/** First shows what would change; with `intent=erase` does it. */
export async function action({ request, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context, "admin");
  const form = await request.formData();
  const phone = String(form.get("phone") ?? "").slice(0, 100);
  const db = await orUnavailable(pool());
  if (form.get("intent") === "erase" && form.get("sure") === "yes") {
    const erased = await orUnavailable(erasePerson(db, phone, admin));
    if (erased.ok) return redirect(`/admin/super/erase/${erased.certificateId}`);
    return { phone, found: null, error: erased.reason };
  }
  const found = await orUnavailable(findPerson(db, phone));
  return { phone, found, error: found ? null : "Enter a phone number of at least seven digits." };
}

export default function ErasePage() {
  const { phone: ofLead } = useLoaderData<typeof loader>();
  const { phone, found, error } = useActionData<typeof action>() ?? { phone: ofLead, found: null, error: null };
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
          <Form method="post" className="flex flex-wrap items-end gap-3">
            <Input
              label="Phone number"
              name="phone"
              type="tel"
              required
              defaultValue={phone}
              key={phone}
              className="w-64"
              {...(error !== null && { error })}
            />
            <Button>See what would be erased</Button>
          </Form>
        </Card>
        {found && <ConfirmCard found={found} phone={phone} />}
      </div>
    </>
  );
}
