import { authorizationCodeGrant, fetchUserInfo } from "openid-client";
import { z } from "zod";
import { identityProvider } from "#app/features/auth/identity-provider.server.ts";
import type { Handshake } from "#app/features/auth/start-single-sign-on.server.ts";

const Claims = z.object({
  iss: z.string(),
  sub: z.string(),
  email: z.email().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
});

/** Who somebody is, as the identity provider says. `subject` never changes; `email` is null unless it can be relied on. */
export type Identity = { subject: string; email: string | null; name: string | null };

/**
 * Trades the code of the provider's answer for the identity behind it.
 * @param answer the address that the browser was sent back to, with `code` and `state`
 * @throws where the answer is an error, does not belong to this handshake, or the provider cannot be asked
 */
export async function readIdentity(answer: URL, handshake: Handshake): Promise<Identity> {
  const provider = await identityProvider();
  const tokens = await authorizationCodeGrant(provider, answer, {
    pkceCodeVerifier: handshake.verifier,
    expectedState: handshake.state,
    expectedNonce: handshake.nonce,
    idTokenExpected: true,
  });
  const inToken = tokens.claims();
  if (!inToken) throw new Error("The provider sent no ID token.");
  // Many providers put the address into the token only when asked; then it is here.
  const isComplete = inToken.email !== undefined || !provider.serverMetadata().userinfo_endpoint;
  const asked = isComplete ? {} : await fetchUserInfo(provider, tokens.access_token, inToken.sub);
  const claims = Claims.parse({ ...asked, ...inToken });
  return {
    subject: `${claims.iss} ${claims.sub}`,
    // Some providers never say whether it is verified: then the company that chose the provider is believed.
    email: claims.email_verified === false ? null : (claims.email ?? null),
    name: claims.name ?? null,
  };
}
