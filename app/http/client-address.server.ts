import { isIP } from "node:net";
import type { AppLoadContext } from "@remix-run/node";
import { env } from "#app/env.server.ts";

/**
 * Where a request came from. Behind trusted proxies that is what the outermost of them saw: counted from the end of
 * `X-Forwarded-For`, since whatever stands before was written by the sender.
 */
export function clientAddress(request: Request, context: AppLoadContext): string | null {
  const { TRUST_PROXY, VERCEL } = env();
  const proxies = TRUST_PROXY ?? (VERCEL ? 1 : 0);
  const forwarded = request.headers.get("x-forwarded-for")?.split(",") ?? [];
  const seen = proxies > 0 ? (forwarded.at(-proxies) ?? forwarded[0])?.trim() : undefined;
  // Some proxies add the port.
  const address = seen && (/^([\d.]+):\d+$/.exec(seen)?.[1] ?? seen);
  if (address && isIP(address)) return address;
  return context.clientAddress || null;
}
