import type { AppLoadContext } from "@remix-run/node";
import { env } from "#app/env.server.ts";

/**
 * Where a request came from. Our own host says so; under another one (Vercel, remix-serve) the first address of
 * `X-Forwarded-For`, which only a trusted proxy may be believed about.
 */
export function clientAddress(request: Request, context: AppLoadContext): string | null {
  if (typeof context.clientAddress === "string" && context.clientAddress) return context.clientAddress;
  const { TRUST_PROXY, VERCEL } = env();
  if (!(TRUST_PROXY ?? VERCEL)) return null;
  return request.headers.get("x-forwarded-for")?.split(",")[0]?.trim() || null;
}
