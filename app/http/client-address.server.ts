import type { AppLoadContext } from "@remix-run/node";
import { env } from "#app/env.server.ts";
import { parseAddress } from "#app/lib/parse-address.server.ts";

/**
 * Where a request came from. Behind trusted proxies that is what the outermost of them saw: counted from the end of
 * `X-Forwarded-For`, since the sender may have written the rest.
 * @returns null where nobody knows, or the proxy wrote no address: not the proxy's own, which has no limits
 */
export function clientAddress(request: Request, context: AppLoadContext): string | null {
  const { TRUST_PROXY, VERCEL } = env();
  const proxies = TRUST_PROXY ?? (VERCEL ? 1 : 0);
  const forwarded = request.headers.get("x-forwarded-for")?.split(",") ?? [];
  const seen = proxies > 0 ? (forwarded.at(-proxies) ?? forwarded[0]) : undefined;
  return parseAddress(seen ?? context.clientAddress ?? "");
}
