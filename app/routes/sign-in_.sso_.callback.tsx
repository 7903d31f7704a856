import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { isSingleSignOnSet } from "#app/features/auth/identity-provider.server.ts";
import { signInOptions } from "#app/features/auth/sign-in-options.server.ts";
import { guestLoader } from "#app/http/guest-loader.server.ts";
import { localPath } from "#app/http/local-path.server.ts";
import { returnFromSingleSignOn } from "#app/http/single-sign-on.server.ts";
import { SignInCard } from "#app/ui/sign-in-card.tsx";

export const meta: MetaFunction = () => [{ title: "Sign in · Convoso portal" }];

/** The page to which the identity provider returns the browser. */
export const loader = /* @__PURE__ */ guestLoader(async ({ db, newcomer, request }) => {
  if (!isSingleSignOnSet()) throw new Response("Single sign-on is not set up.", { status: 404 });
  const returned = await returnFromSingleSignOn(request, db, newcomer);
  if (typeof returned !== "string") throw returned;
  return { options: await signInOptions(db), next: localPath(null), error: returned };
});

export default function SingleSignOnCallback() {
  return <SignInCard {...useLoaderData<typeof loader>()} />;
}
