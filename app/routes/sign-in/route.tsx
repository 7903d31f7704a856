import { data, type MetaFunction, redirect, redirectDocument } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signInOptions } from "#app/features/auth/sign-in-options.server.ts";
import { signInWithLink } from "#app/features/auth/sign-in-with-link.server.ts";
import { signInWithPassword } from "#app/features/auth/sign-in-with-password.server.ts";
import { takeFlash } from "#app/http/flash.server.ts";
import { guestAction, guestLoader } from "#app/http/guest-loader.server.ts";
import { localPath } from "#app/http/local-path.server.ts";
import { sessionCookie } from "#app/http/session-cookie.server.ts";
import { readUnsentToken } from "#app/http/unsent-form.server.ts";
import { SignInCard } from "#app/ui/sign-in-card.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in · Convoso portal" }];

export const loader = /* @__PURE__ */ guestLoader(async ({ db, request }) => {
  const { searchParams } = new URL(request.url);
  const next = localPath(searchParams.get("next"));
  const options = await signInOptions(db);
  const { flash, headers } = await takeFlash(request);
  const isWaiting = (await readUnsentToken(request)) !== null;
  const said = isWaiting ? "Your session had ended. What you entered is kept: sign in to get back to it." : undefined;
  // Only the form's post uses the link: programs that check mail open every link in it.
  return data({ options, next, flash, said, linkToken: searchParams.get("token"), error: undefined }, { headers });
});

export const action = /* @__PURE__ */ guestAction(async ({ db, form, newcomer, request }) => {
  const fields = { email: String(form.get("email") ?? "").trim(), password: String(form.get("password") ?? "") };
  const next = localPath(String(form.get("next") ?? ""));
  const linkToken = form.get("token");
  const result =
    typeof linkToken === "string"
      ? await signInWithLink(db, linkToken, newcomer)
      : await signInWithPassword(db, fields, newcomer);
  if (!result.ok) return { error: result.reason, next, linkToken: null };
  // A form that waits is filled in by the server, which takes a page of it and not only its data.
  const goTo = (await readUnsentToken(request)) === null ? redirect : redirectDocument;
  throw goTo(next, { headers: { "Set-Cookie": await sessionCookie(request, result.token) } });
});

export default function SignIn() {
  const { options, flash, said, ...asked } = useLoaderData<typeof loader>();
  const { next, linkToken, error } = useActionData<typeof action>() ?? asked;
  return <SignInCard options={options} next={next} linkToken={linkToken} error={error} said={flash?.title ?? said} />;
}
