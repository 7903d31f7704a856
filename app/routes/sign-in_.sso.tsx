import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { pool } from "#app/db/pool.server.ts";
import { isSingleSignOnSet } from "#app/features/auth/identity-provider.server.ts";
import { signInOptions } from "#app/features/auth/sign-in-options.server.ts";
import { localPath } from "#app/http/local-path.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { leaveForSingleSignOn } from "#app/http/single-sign-on.server.ts";
import { SignInCard } from "#app/ui/sign-in-card.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in · Convoso portal" }];

/** Leads to the company's identity provider. */
export async function loader({ request }: LoaderFunctionArgs) {
  if (!isSingleSignOnSet()) throw new Response("Single sign-on is not set up.", { status: 404 });
  const next = localPath(new URL(request.url).searchParams.get("next"));
  const left = await leaveForSingleSignOn(request, next);
  if (typeof left !== "string") throw left;
  return { options: await orUnavailable(pool().then(signInOptions)), next, error: left };
}

export default function SingleSignOn() {
  return <SignInCard {...useLoaderData<typeof loader>()} />;
}
