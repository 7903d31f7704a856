import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { pool } from "#app/db/pool.server.ts";
import { signInOptions } from "#app/features/auth/sign-in-options.server.ts";
import { signInWithLink } from "#app/features/auth/sign-in-with-link.server.ts";
import { signInWithPassword } from "#app/features/auth/sign-in-with-password.server.ts";
import { takeFlash } from "#app/http/flash.server.ts";
import { localPath } from "#app/http/local-path.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { requireSameOrigin } from "#app/http/require-same-origin.server.ts";
import { sessionCookie } from "#app/http/session-cookie.server.ts";
import { visitorOf } from "#app/http/visitor.server.ts";
import { SignInCard } from "#app/ui/sign-in-card.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const next = localPath(searchParams.get("next"));
  const db = await orUnavailable(pool());
  const options = await orUnavailable(signInOptions(db));
  const linkToken = searchParams.get("token");
  const { flash, headers } = await takeFlash(request);
  if (linkToken === null) return data({ options, next, flash, error: undefined }, { headers });
  const token = await orUnavailable(signInWithLink(db, linkToken, await visitorOf(request, context)));
  if (token === null)
    return data({ options, next, flash: null, error: "This sign-in link was used already or is too old." });
  throw redirect(next, { headers: { "Set-Cookie": await sessionCookie(request, token) } });
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireSameOrigin(request);
  const form = await readForm(request);
  const fields = { email: String(form.get("email") ?? "").trim(), password: String(form.get("password") ?? "") };
  const next = localPath(String(form.get("next") ?? ""));
  const newcomer = await visitorOf(request, context);
  const result = await orUnavailable(pool().then((db) => signInWithPassword(db, fields, newcomer)));
  if (!result.ok) return { error: result.reason, next };
  throw redirect(next, { headers: { "Set-Cookie": await sessionCookie(request, result.token) } });
}

export default function SignIn() {
  const { options, flash, ...asked } = useLoaderData<typeof loader>();
  const { next, error } = useActionData<typeof action>() ?? asked;
  return <SignInCard options={options} next={next} error={error} said={flash?.title} />;
}
