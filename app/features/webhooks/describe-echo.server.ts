import { isUtf8 } from "node:buffer";
import { redactHeaders, redactQuery } from "#app/convoso/redact.server.ts";
import type { Delivery, RawDelivery } from "#app/features/webhooks/delivery.server.ts";
import { explainBody } from "#app/features/webhooks/explain-body.server.ts";

/**
 * What the echo gives back: what was sent, without its secrets, how each of the two webhooks would read it, and whether
 * they would accept it from this sender. A body that is not UTF-8 comes as base64.
 */
export function describeEcho({ raw, isVerified }: Delivery): Record<string, unknown> {
  const body = Buffer.from(raw.body ?? []);
  return {
    success: true,
    ok: true,
    event_id: raw.eventId,
    method: raw.method,
    query: Object.fromEntries(new URLSearchParams(redactQuery(raw.query))),
    headers: redactHeaders(raw.headers),
    body_size: raw.bodySize,
    ...(isUtf8(body) ? { body: body.toString("utf8") } : { body_base64: body.toString("base64") }),
    would_be_accepted: isVerified,
    read_as: { call: reading("call", raw, body), lead: reading("lead", raw, body) },
  };
}

function reading(endpoint: "call" | "lead", raw: RawDelivery, body: Uint8Array) {
  const contentType = raw.headers.get("content-type");
  const explanation = explainBody({ endpoint, contentType, body, query: raw.query, receivedAt: raw.receivedAt });
  if (!explanation.isReadable) return { kind: null, reason: explanation.reason, hint: explanation.hint };
  const { shape, kind, isMisrouted, reason, hint, readings, problems } = explanation;
  return { kind, body_shape: shape, is_misrouted: isMisrouted, reason, hint, fields: readings, problems };
}
