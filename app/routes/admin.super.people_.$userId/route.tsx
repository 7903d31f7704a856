import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { pool } from "#app/db/pool.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { invitationLink } from "#app/http/invitation-link.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { InvitationNotice } from "#app/ui/invitation-notice.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { RoleSelect } from "#app/ui/role-select.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";
import { AccessForms } from "./access-forms.tsx";
import { applyChange } from "./apply-change.server.ts";
import { getUser } from "./get-user.server.ts";

export const meta: MetaFunction = () => [{ title: "Person · Convoso portal" }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context, "admin");
  return { user: await getUser(params.userId) };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context, "admin");
  const user = await getUser(params.userId);
  const form = await readForm(request);
  const { token, isRemoved, ...answer } = await orUnavailable(pool().then((db) => applyChange(db, user, form, admin)));
  if (isRemoved) throw await redirectSaying(request, "/admin/super/people", "That person is removed");
  return { ...answer, link: token === undefined ? undefined : invitationLink(request, token) };
}

export default function Person() {
  const { user } = useLoaderData<typeof loader>();
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
        <Card title="The person">
          <Facts
            facts={{
              "E-mail": user.email,
              Invited: <Time at={user.created_at} show="both" />,
              "Last sign-in": user.last_sign_in_at && <Time at={user.last_sign_in_at} show="both" />,
            }}
          />
          <Form method="post" className="mt-4 flex items-end gap-2">
            <input type="hidden" name="intent" value="role" />
            <RoleSelect key={user.role} selected={user.role} />
            <Button>Save</Button>
          </Form>
        </Card>
        <AccessForms user={user} />
      </div>
    </>
  );
}
