import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { isSingleSignOnSet } from "#app/features/auth/identity-provider.server.ts";
import { signInOptions } from "#app/features/auth/sign-in-options.server.ts";
import { guestLoader } from "#app/http/guest-loader.server.ts";
import { localPath } from "#app/http/local-path.server.ts";
import { leaveForSingleSignOn } from "#app/http/single-sign-on.server.ts";
import { SignInCard } from "#app/ui/sign-in-card.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in · Convoso portal" }];

/** Redirects to the company's identity provider. */
export const loader = /* @__PURE__ */ guestLoader(async ({ db, request }) => {
  if (!isSingleSignOnSet()) throw new Response("Single sign-on is not set up.", { status: 404 });
  const next = localPath(new URL(request.url).searchParams.get("next"));
  const left = await leaveForSingleSignOn(request, next);
  if (typeof left !== "string") throw left;
  return { options: await signInOptions(db), next, error: left };
});

export default function SingleSignOn() {
  return <SignInCard {...useLoaderData<typeof loader>()} />;
}
