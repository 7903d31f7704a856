import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { pool } from "#app/db/pool.server.ts";
import { listUsers } from "#app/db/users.server.ts";
import { inviteUser } from "#app/features/auth/invite-user.server.ts";
import { invitationLink } from "#app/http/invitation-link.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Input } from "#app/ui/field.tsx";
import { InvitationNotice } from "#app/ui/invitation-notice.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { RoleSelect } from "#app/ui/role-select.tsx";
import { PeopleTable } from "./people-table.tsx";

export const meta: MetaFunction = () => [{ title: "People · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context, "admin");
  return { people: [...(await orUnavailable(pool().then(listUsers)))] };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context, "admin");
  const form = await readForm(request);
  const invited = await orUnavailable(pool().then((db) => inviteUser(db, Object.fromEntries(form), admin)));
  if (!invited.ok) return { error: invited.reason };
  return { email: invited.email, link: invitationLink(request, invited.token) };
}

export default function People() {
  const { people } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader title="People" description="Who may enter the portal, and what they may do." />
      <div className="grid items-start gap-4 lg:grid-cols-[2fr_1fr]">
        <Card title="Named users" flush>
          {people.length > 0 ? (
            <PeopleTable people={people} />
          ) : (
            <EmptyState title="Nobody is invited yet">
              Until then one enters by a one-time link, or with the server's admin password.
            </EmptyState>
          )}
        </Card>
        <Card title="Invite somebody">
          <Form method="post" className="grid gap-4">
            {answer?.link !== undefined && <InvitationNotice email={answer.email} link={answer.link} />}
            {answer?.error !== undefined && <Notice tone="bad" title={answer.error} role="alert" />}
            <Input label="E-mail address" name="email" type="email" autoComplete="off" required />
            <Input label="Name" name="name" autoComplete="off" maxLength={200} hint="They can change it." />
            <RoleSelect selected="viewer" />
            <div>
              <Button look="primary">Make an invitation link</Button>
            </div>
          </Form>
        </Card>
      </div>
    </>
  );
}
