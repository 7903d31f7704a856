import { createHmac } from "node:crypto";
import type { Database } from "#app/db/pool.server.ts";
import { env } from "#app/env.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";

export const WEBHOOK_PATHS = {
  lead: "/api/webhooks/convoso-leads",
  call: "/api/webhooks/convoso",
  echo: "/api/webhooks/echo",
} as const;

/** What Test Tools sends. `signature`: sign with CONVOSO_WEBHOOK_SECRET, sign wrongly, or not at all. */
export type TestDelivery = {
  endpoint: keyof typeof WEBHOOK_PATHS;
  contentType: string;
  body: string;
  signature: "none" | "valid" | "wrong";
};

/** What came back. `eventId` names the stored delivery; null where the answer names none. */
export type TestAnswer = { status: number; body: string; milliseconds: number; eventId: string | null };

const PATIENCE_MS = 15_000;

/**
 * Posts a delivery to the real endpoint over HTTP, marked as test data.
 * @returns the answer; status 0 and the reason as `body` where none came
 */
export async function sendTestDelivery(db: Database, delivery: TestDelivery, admin: Admin): Promise<TestAnswer> {
  const { endpoint, contentType, body, signature } = delivery;
  await recordAudit(db, { ...admin, action: "send test delivery", target: endpoint, details: { signature } });
  const headers: Record<string, string> = { "content-type": contentType, "x-test-data": "1" };
  if (signature !== "none") headers["x-convoso-signature"] = sign(body, signature);
  const started = performance.now();
  try {
    const response = await fetch(new URL(WEBHOOK_PATHS[endpoint], ownUrl()), {
      method: "POST",
      headers,
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text,
      milliseconds: performance.now() - started,
      eventId: readEventId(text),
    };
  } catch (error) {
    const reason = `The endpoint could not be reached: ${error instanceof Error ? error.message : error}`;
    return { status: 0, body: reason, milliseconds: performance.now() - started, eventId: null };
  }
}

/** Where this process hears itself: never by a name out of the request, which could send the post elsewhere. */
function ownUrl(): string {
  const { PORT, PUBLIC_URL, VERCEL } = env();
  return VERCEL && PUBLIC_URL ? PUBLIC_URL : `http://127.0.0.1:${PORT}`;
}

function sign(body: string, signature: "valid" | "wrong"): string {
  const secret = (signature === "valid" && env().CONVOSO_WEBHOOK_SECRET?.[0]) || "not the secret";
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

function readEventId(text: string): string | null {
  try {
    const { event_id } = JSON.parse(text) as { event_id?: unknown };
    return typeof event_id === "string" ? event_id : null;
  } catch {
    return null;
  }
}
