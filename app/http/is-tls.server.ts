import type { IncomingMessage } from "node:http";
import { env } from "#app/env.server.ts";

/** Whether a proxy in front of us may say who asked, and how. */
export function isBehindProxy(): boolean {
  const { TRUST_PROXY, VERCEL } = env();
  return Boolean(TRUST_PROXY ?? VERCEL);
}

/** Whether the request came over TLS, which a trusted proxy in front of us ends. */
export function isTls({ headers }: IncomingMessage): boolean {
  return isBehindProxy() && String(headers["x-forwarded-proto"]).split(",")[0]?.trim() === "https";
}
