import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { pool } from "#app/db/pool.server.ts";
import { acceptInvitation, readInvitation } from "#app/features/auth/accept-invitation.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { requireSameOrigin } from "#app/http/require-same-origin.server.ts";
import { sessionCookie } from "#app/http/session-cookie.server.ts";
import { visitorOf } from "#app/http/visitor.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Input } from "#app/ui/field.tsx";
import { Logo } from "#app/ui/logo.tsx";
import { Notice } from "#app/ui/notice.tsx";

export const meta: MetaFunction = () => [{ title: "Invitation · Convoso portal" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  const invited = await orUnavailable(pool().then((db) => readInvitation(db, token)));
  return { token, invited: invited && { email: invited.email, name: invited.name } };
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireSameOrigin(request);
  const form = await readForm(request);
  const token = String(form.get("token") ?? "");
  const newcomer = await visitorOf(request, context);
  const result = await orUnavailable(
    pool().then((db) => acceptInvitation(db, token, Object.fromEntries(form), newcomer)),
  );
  if (!result.ok) return { error: result.reason };
  throw redirect("/admin/super", { headers: { "Set-Cookie": await sessionCookie(request, result.token) } });
}

export default function Invitation() {
  const { token, invited } = useLoaderData<typeof loader>();
  const error = useActionData<typeof action>()?.error;
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-88 rounded-lg border border-line bg-surface p-6">
        <Logo />
        <h1 className="mt-3 mb-4 text-xl font-semibold tracking-tight">Welcome to the portal</h1>
        {invited ? (
          <Form method="post" className="grid gap-4">
            <input type="hidden" name="token" value={token} />
            {error !== undefined && <Notice tone="bad" title={error} role="alert" />}
            <Input label="E-mail address" type="email" autoComplete="username" value={invited.email} readOnly />
            <Input
              label="Your name"
              name="name"
              autoComplete="name"
              defaultValue={invited.name === invited.email ? "" : invited.name}
              maxLength={200}
              required
            />
            <Input
              label="New password"
              name="password"
              type="password"
              autoComplete="new-password"
              minLength={12}
              maxLength={200}
              hint="At least 12 characters. A few words are good."
              required
            />
            <Button look="primary">Set password and sign in</Button>
          </Form>
        ) : (
          <Notice tone="bad" title={error ?? "This invitation was used already or is too old."} role="alert">
            Ask an admin of the portal for a new link.
          </Notice>
        )}
      </div>
    </main>
  );
}
