import { type Explanation, explainBody } from "#app/features/webhooks/explain-body.server.ts";

/**
 * How today's code reads a delivery of the ledger: as its own webhook would, an echo as the call webhook would.
 * Null where the body was not kept.
 */
export function explainEvent(event: {
  endpoint: "lead" | "call" | "echo";
  content_type: string | null;
  query: string | null;
  body: Uint8Array | null;
  received_at: Date;
}): Extract<Explanation, { isReadable: true }> | null {
  if (!event.body) return null;
  const explanation = explainBody({
    endpoint: event.endpoint === "lead" ? "lead" : "call",
    contentType: event.content_type,
    body: event.body,
    query: new URLSearchParams(event.query ?? ""),
    receivedAt: event.received_at,
  });
  return explanation.isReadable ? explanation : null;
}
