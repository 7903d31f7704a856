import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { pool } from "#app/db/pool.server.ts";
import { isSingleSignOnSet } from "#app/features/auth/identity-provider.server.ts";
import { signInOptions } from "#app/features/auth/sign-in-options.server.ts";
import { localPath } from "#app/http/local-path.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { returnFromSingleSignOn } from "#app/http/single-sign-on.server.ts";
import { visitorOf } from "#app/http/visitor.server.ts";
import { SignInCard } from "#app/ui/sign-in-card.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in · Convoso portal" }];

/** Where the identity provider sends the browser back to. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  if (!isSingleSignOnSet()) throw new Response("Single sign-on is not set up.", { status: 404 });
  const db = await orUnavailable(pool());
  const newcomer = await visitorOf(request, context);
  const returned = await orUnavailable(returnFromSingleSignOn(request, db, newcomer));
  if (typeof returned !== "string") throw returned;
  return { options: await orUnavailable(signInOptions(db)), next: localPath(null), error: returned };
}

export default function SingleSignOnCallback() {
  return <SignInCard {...useLoaderData<typeof loader>()} />;
}
