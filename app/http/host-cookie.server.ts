import { createCookie } from "@remix-run/node";
import { env } from "#app/env.server.ts";

/** A cookie that scripts cannot read and other sites' forms do not bring. */
export type HostCookie = {
  read: (request: Request) => Promise<unknown>;
  /** Its text; null where it has none. */
  readText: (request: Request) => Promise<string | null>;
  /** The `Set-Cookie` for `value`; `Secure` where the portal is reached over TLS. */
  set: (request: Request, value: unknown) => Promise<string>;
  end: (request: Request) => Promise<string>;
};

/** @param maxAge seconds */
export function hostCookie(name: string, maxAge: number): HostCookie {
  const options = { httpOnly: true, sameSite: "lax", path: "/", maxAge } as const;
  const plain = createCookie(name, options);
  // Browsers take a `__Host-` cookie over TLS and from this very host only: no neighbouring subdomain can plant one.
  const overTls = createCookie(`__Host-${name}`, { ...options, secure: true });
  const cookie = (request: Request) => (isReachedOverTls(request) ? overTls : plain);
  const read = (request: Request): Promise<unknown> => cookie(request).parse(request.headers.get("cookie"));
  return {
    read,
    readText: async (request) => {
      const value = await read(request);
      return typeof value === "string" && value !== "" ? value : null;
    },
    set: (request, value) => cookie(request).serialize(value),
    end: (request) => cookie(request).serialize("", { maxAge: 0 }),
  };
}

/** Where PUBLIC_URL says so, too: a proxy may end TLS without being named in TRUST_PROXY. */
function isReachedOverTls(request: Request): boolean {
  return [request.url, env().PUBLIC_URL].some((url) => url?.startsWith("https:"));
}
