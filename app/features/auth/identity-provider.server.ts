import { allowInsecureRequests, type Configuration, discovery } from "openid-client";
import { env } from "#app/env.server.ts";
import { singleton } from "#app/lib/singleton.ts";

const PATIENCE_SECONDS = 10;

/** Whether people can sign in through their company's identity provider. */
export function isSingleSignOnSet(): boolean {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = env();
  return Boolean(OIDC_ISSUER && OIDC_CLIENT_ID && OIDC_CLIENT_SECRET);
}

/**
 * The identity provider, as it describes itself at `<issuer>/.well-known/openid-configuration`: asked once, and again
 * after a failure. Without TLS only on this machine.
 */
export async function identityProvider(): Promise<Configuration> {
  const known = singleton("identity-provider", (): { found?: Configuration } => ({}));
  known.found ??= await discover();
  return known.found;
}

function discover(): Promise<Configuration> {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = env();
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID) throw new Error("Single sign-on is not configured.");
  const issuer = new URL(OIDC_ISSUER);
  const isLocal = ["localhost", "127.0.0.1", "[::1]"].includes(issuer.hostname);
  return discovery(issuer, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, undefined, {
    timeout: PATIENCE_SECONDS,
    ...(isLocal && { execute: [allowInsecureRequests] }),
  });
}
