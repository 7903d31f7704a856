import type { MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { listCampaigns } from "#app/db/calls/call-choices.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { invitationLink } from "#app/http/invitation-link.server.ts";
import { AccessFields } from "#app/ui/access-fields.tsx";
import { Button } from "#app/ui/buttons.tsx";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { InvitationNotice, Notice } from "#app/ui/notices.tsx";
import { Time } from "#app/ui/time.tsx";
import { AccessForms } from "./access-forms.tsx";
import { applyChange } from "./apply-change.server.ts";
import { getUser } from "./get-user.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.user.name ?? "Person"} · Convoso portal` },
];

export const loader = /* @__PURE__ */ adminLoader("admin", async ({ db, params }) => {
  return { user: await getUser(db, params.userId), campaigns: await listCampaigns(db) };
});

export const action = /* @__PURE__ */ adminAction("admin", async ({ db, admin, form, request, params }) => {
  const user = await getUser(db, params.userId);
  const { token, isRemoved, ...answer } = await applyChange(db, user, form, admin);
  if (isRemoved) throw await redirectSaying(request, "/admin/super/people", "Person removed");
  return { ...answer, link: token === undefined ? undefined : invitationLink(request, token) };
});

export default function Person() {
  const { user, campaigns } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader title={user.name} description={<TextLink to="/admin/super/people">People</TextLink>} />
      <div className="mb-4 grid gap-4 empty:hidden">
        {answer?.error !== undefined && <Notice tone="bad" title={answer.error} role="alert" />}
        {answer?.done !== undefined && <Notice tone="ok" title={answer.done} role="status" />}
        {answer?.link !== undefined && <InvitationNotice email={user.email} link={answer.link} />}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="Person">
          <Facts
            facts={{
              "E-mail": user.email,
              Invited: <Time at={user.created_at} show="both" />,
              "Last sign-in": user.last_sign_in_at && <Time at={user.last_sign_in_at} show="both" />,
            }}
          />
          <Form method="post" className="group mt-4 grid gap-4">
            <input type="hidden" name="intent" value="role" />
            <AccessFields
              key={`${user.role} ${user.campaigns}`}
              selected={user.role}
              chosen={user.campaigns}
              campaigns={campaigns}
            />
            <Button className="w-fit">Save</Button>
          </Form>
        </Card>
        <AccessForms user={user} />
      </div>
    </>
  );
}
