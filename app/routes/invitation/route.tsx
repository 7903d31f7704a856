import { type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { acceptInvitation, readInvitation } from "#app/features/auth/accept-invitation.server.ts";
import { guestAction, guestLoader } from "#app/http/guest-loader.server.ts";
import { sessionCookie } from "#app/http/session-cookie.server.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Input } from "#app/ui/fields.tsx";
import { Logo } from "#app/ui/logo.tsx";
import { Notice } from "#app/ui/notices.tsx";

export const meta: MetaFunction = () => [{ title: "Invitation · Convoso portal" }];

export const loader = /* @__PURE__ */ guestLoader(async ({ db, request }) => {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  const invited = await readInvitation(db, token);
  return { token, invited: invited && { email: invited.email, name: invited.name } };
});

export const action = /* @__PURE__ */ guestAction(async ({ db, form, newcomer, request }) => {
  const token = String(form.get("token") ?? "");
  const result = await acceptInvitation(db, token, Object.fromEntries(form), newcomer);
  if (!result.ok) return { error: result.reason };
  throw redirect("/admin/super", { headers: { "Set-Cookie": await sessionCookie(request, result.token) } });
});

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
              most={200}
              required
            />
            <Input
              label="New password"
              name="password"
              type="password"
              autoComplete="new-password"
              minLength={12}
              most={200}
              hint="At least 12 characters, for example a few words."
              required
            />
            <Button look="primary">Set password and sign in</Button>
          </Form>
        ) : (
          <Notice tone="bad" title={error ?? "This invitation was already used or has expired."} role="alert">
            Ask an admin of the portal for a new link.
          </Notice>
        )}
      </div>
    </main>
  );
}
