import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from "openid-client";
import { z } from "zod";
import { identityProvider } from "#app/features/auth/identity-provider.server.ts";

/** What ties the provider's answer to the browser that asked: kept in a cookie of that browser meanwhile. */
export const Handshake = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), next: z.string() });
export type Handshake = z.infer<typeof Handshake>;

/**
 * Begins a single sign-on: an authorization code with PKCE, state and nonce.
 * @param redirectUri where the provider sends the browser back to
 * @param next the path of ours that the person wants
 * @throws where the provider cannot be asked how it works
 */
export async function startSingleSignOn(
  redirectUri: string,
  next: string,
): Promise<{ url: string; handshake: Handshake }> {
  const handshake = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), next };
  const url = buildAuthorizationUrl(await identityProvider(), {
    redirect_uri: redirectUri,
    scope: "openid email profile",
    state: handshake.state,
    nonce: handshake.nonce,
    code_challenge: await calculatePKCECodeChallenge(handshake.verifier),
    code_challenge_method: "S256",
  });
  return { url: url.href, handshake };
}
