import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { pool } from "#app/db/pool.server.ts";
import { signInWithLink } from "#app/features/auth/sign-in-with-link.server.ts";
import { isPasswordSet, signInWithPassword } from "#app/features/auth/sign-in-with-password.server.ts";
import { localPath } from "#app/http/local-path.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { requireSameOrigin } from "#app/http/require-same-origin.server.ts";
import { sessionCookie } from "#app/http/session-cookie.server.ts";
import { visitorOf } from "#app/http/visitor.server.ts";
import { SignInCard } from "#app/ui/sign-in-card.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const next = localPath(searchParams.get("next"));
  const mode = isPasswordSet() ? ("password" as const) : ("link" as const);
  const linkToken = searchParams.get("token");
  if (linkToken === null) return { mode, next, error: undefined };
  const token = await orUnavailable(pool().then((db) => signInWithLink(db, linkToken, visitorOf(request, context))));
  if (token === null) return { mode, next, error: "This sign-in link was used already or is too old." };
  throw redirect(next, { headers: { "Set-Cookie": await sessionCookie(request, token) } });
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireSameOrigin(request);
  const form = await request.formData();
  const password = String(form.get("password") ?? "");
  const result = await orUnavailable(
    pool().then((db) => signInWithPassword(db, password, visitorOf(request, context))),
  );
  if (!result.ok) return { error: result.reason };
  const next = localPath(String(form.get("next") ?? ""));
  throw redirect(next, { headers: { "Set-Cookie": await sessionCookie(request, result.token) } });
}

export default function SignIn() {
  const { mode, next, error } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return <SignInCard mode={mode} next={next} error={refused?.error ?? error} />;
}
