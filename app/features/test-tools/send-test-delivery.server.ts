import { createHmac } from "node:crypto";
import type { Database } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { ENDPOINT_PATHS, type Endpoint } from "#app/lib/endpoints.ts";

/**
 * What Test Tools sends. `path` is where to, which may be a wrong address below the webhooks. `signature`: sign with CONVOSO_WEBHOOK_SECRET, sign wrongly, or not at all. `contentType` null:
 * none is named. `query`: what stands behind the question mark of the address, without it.
 */
export type TestDelivery = {
  endpoint: Endpoint;
  path: string;
  contentType: string | null;
  query: string;
  body: string;
  signature: "none" | "valid" | "wrong";
};

/** What came back. `eventId` names the stored delivery and `outcome` what it came to; null where the answer does not. */
export type TestAnswer = {
  status: number;
  body: string;
  milliseconds: number;
  eventId: string | null;
  outcome: string | null;
};

const PATIENCE_MS = 15_000;

const BELOW_WEBHOOKS = /^\/+api\/+webhooks(?![\w-])/i;
const NOT_BELOW_WEBHOOKS =
  "Nothing was sent: Test Tools sends only to addresses that begin with /api/webhooks. Correct the address and send again.";

/**
 * Posts a delivery to the real endpoint over HTTP, marked as test data, and records who did it.
 * @returns the answer; status 0 and the reason as `body` where none came
 */
export async function sendTestDelivery(db: Database, delivery: TestDelivery, admin: Admin): Promise<TestAnswer> {
  const { endpoint, path, signature } = delivery;
  const details = path === ENDPOINT_PATHS[endpoint] ? { signature } : { signature, path };
  await recordAudit(db, { ...admin, action: "send test delivery", target: endpoint, details });
  return postTestDelivery(delivery);
}

/** The same as {@link sendTestDelivery}, of which nobody keeps a record. */
export async function postTestDelivery(delivery: TestDelivery): Promise<TestAnswer> {
  const { path, contentType, query, body, signature } = delivery;
  const headers: Record<string, string> = { "x-test-data": "1" };
  if (contentType !== null) headers["content-type"] = contentType;
  if (signature !== "none") headers["x-convoso-signature"] = sign(body, signature);
  const url = new URL(ownUrl());
  url.pathname = path; // as a path, "//example.com" does not change the host
  url.search = query;
  if (!BELOW_WEBHOOKS.test(url.pathname)) return noAnswer(NOT_BELOW_WEBHOOKS, 0);
  const started = performance.now();
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: Buffer.from(body), // of text, fetch would add a content type
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await response.text();
    const milliseconds = performance.now() - started;
    return { status: response.status, body: text, milliseconds, ...readAnswer(text) };
  } catch (error) {
    const reason = `The endpoint could not be reached: ${error instanceof Error ? error.message : error}`;
    return noAnswer(reason, performance.now() - started);
  }
}

const noAnswer = (reason: string, milliseconds: number): TestAnswer => ({
  ...{ status: 0, body: reason, milliseconds },
  ...{ eventId: null, outcome: null },
});

/** Where this process hears itself: never by a name out of the request, which could send the post elsewhere. */
function ownUrl(): string {
  const { PORT, PUBLIC_URL, VERCEL, VERCEL_PROJECT_PRODUCTION_URL: domain } = env();
  const onVercel = PUBLIC_URL ?? (domain && `https://${domain}`);
  return VERCEL && onVercel ? onVercel : `http://127.0.0.1:${PORT}`;
}

function sign(body: string, signature: "valid" | "wrong"): string {
  const secret = (signature === "valid" && env().CONVOSO_WEBHOOK_SECRET?.[0]) || "not the secret";
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

function readAnswer(text: string): Pick<TestAnswer, "eventId" | "outcome"> {
  const textOf = (value: unknown) => (typeof value === "string" ? value : null);
  try {
    const { event_id, outcome } = JSON.parse(text) as Record<string, unknown>;
    return { eventId: textOf(event_id), outcome: textOf(outcome) };
  } catch {
    return { eventId: null, outcome: null };
  }
}
