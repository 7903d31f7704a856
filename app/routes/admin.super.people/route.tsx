import type { MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { listCampaigns } from "#app/db/calls/call-choices.server.ts";
import { listUsers } from "#app/db/people/users.server.ts";
import { accessIn } from "#app/features/auth/access.server.ts";
import { inviteUser } from "#app/features/auth/invite-user.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { invitationLink } from "#app/http/invitation-link.server.ts";
import { AccessFields } from "#app/ui/access-fields.tsx";
import { Button } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { Input } from "#app/ui/fields.tsx";
import { InvitationNotice, Notice } from "#app/ui/notices.tsx";
import { PeopleTable } from "./people-table.tsx";

export const meta: MetaFunction = () => [{ title: "People · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("admin", async ({ db }) => ({
  people: [...(await listUsers(db))],
  campaigns: await listCampaigns(db),
}));

export const action = /* @__PURE__ */ adminAction("admin", async ({ db, admin, form, request }) => {
  const invited = await inviteUser(db, { ...Object.fromEntries(form), ...accessIn(form) }, admin);
  if (!invited.ok) return { error: invited.reason };
  return { email: invited.email, link: invitationLink(request, invited.token) };
});

export default function People() {
  const { people, campaigns } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader title="People" description="Who can sign in to the portal, and what they can do." />
      <div className="grid items-start gap-4 lg:grid-cols-[2fr_1fr]">
        <Card title="Named users" flush>
          {people.length > 0 ? (
            <PeopleTable people={people} />
          ) : (
            <EmptyState title="No one is invited yet">
              Until then, sign in with a one-time link or with the server's admin password.
            </EmptyState>
          )}
        </Card>
        <Card title="Invite somebody">
          <Form method="post" className="group grid gap-4">
            {answer?.link !== undefined && <InvitationNotice email={answer.email} link={answer.link} />}
            {answer?.error !== undefined && <Notice tone="bad" title={answer.error} role="alert" />}
            <Input label="E-mail address" name="email" type="email" autoComplete="off" required />
            <Input label="Name" name="name" autoComplete="off" most={200} hint="They can change it." />
            <AccessFields selected="viewer" chosen={[]} campaigns={campaigns} />
            <div>
              <Button look="primary">Create invitation link</Button>
            </div>
          </Form>
        </Card>
      </div>
    </>
  );
}
