import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** Somebody at the identity provider, by what they type as their login. */
export type Account = { email?: string; email_verified?: boolean; name?: string };

export type TestIdentityProvider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Goes through the provider's pages as `login`, or cancels. @returns the address that it sends the browser back to */
  answer: (url: string, login: string | "cancel") => Promise<URL>;
  stop: () => Promise<void>;
};

/** A real OpenID Connect provider on a free port, which demands PKCE and lets in every login without a password. */
export async function startIdentityProvider(
  redirectUri: string,
  accounts: Record<string, Account>,
): Promise<TestIdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ["portal", "a secret for tests, of enough length"];
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...accounts[sub] }) }),
    cookies: { keys: ["a key for tests"] },
    pkce: { required: () => true },
  });
  server.on("request", provider.callback());

  /** What a browser would do with the provider's two forms: sign in, and consent. */
  async function answer(url: string, login: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let request: [string, RequestInit] = [url, {}];
    for (;;) {
      const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
      const response = await fetch(request[0], { ...request[1], headers: { cookie }, redirect: "manual" });
      for (const line of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      const location = response.headers.get("location");
      const page = await response.text();
      if (location) {
        const next = new URL(location, issuer);
        if (next.href.startsWith(redirectUri)) return next;
        request = [next.href, {}];
        continue;
      }
      const [, action] = /<form[^>]* action="([^"]+)"/.exec(page) ?? [];
      if (!action) throw new Error(`The provider shows no form: ${response.status} ${page.slice(0, 500)}`);
      const form: Record<string, string> = page.includes('name="login"')
        ? { prompt: "login", login, password: "any" }
        : { prompt: "consent" };
      request =
        login === "cancel"
          ? [new URL(`${action}/abort`, issuer).href, {}]
          : [new URL(action, issuer).href, { method: "POST", body: new URLSearchParams(form) }];
    }
  }

  return {
    issuer,
    clientId,
    clientSecret,
    answer,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
