import type { IncomingMessage } from "node:http";
import { env } from "#app/env.server.ts";

/** Whether whoever asked did so over TLS, which a trusted proxy in front of us ends. */
export function isTls({ headers }: IncomingMessage): boolean {
  const { TRUST_PROXY, VERCEL } = env();
  return Boolean(TRUST_PROXY ?? VERCEL) && String(headers["x-forwarded-proto"]).split(",")[0]?.trim() === "https";
}
