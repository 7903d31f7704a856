import type { Delivery, Touched } from "#app/features/ingest/delivery.server.ts";
import type { Received } from "#app/features/webhooks/receive-delivery.server.ts";
import { countOutcomes } from "#app/lib/outcomes.ts";

/** How long Convoso's side should wait before it tries again, where somebody re-sends by hand or by script. */
const RETRY_AFTER_SECONDS = "10";

const ERROR_NAMES: Record<number, string> = {
  400: "unreadable_body",
  401: "unauthorized",
  404: "wrong_address",
  405: "method_not_allowed",
  413: "body_too_large",
  422: "no_usable_content",
  429: "too_many_deliveries",
};

/** The JSON answer to a delivery. Convoso's log keeps it; its "Response Key" may be set to any of these names. */
export function answerDelivery(received: Received): Response {
  if (!received.isStored && !received.isSpooled && !received.isLeftOut) {
    const body = {
      success: false,
      ok: false,
      error: "database_unavailable",
      message: "The delivery was not stored: neither the database nor the spool of this server is available.",
      hint: "Send it again in a moment.",
    };
    return Response.json(body, { status: 503, headers: { "Retry-After": RETRY_AFTER_SECONDS } });
  }
  const { delivery, verdict, touched, parts } = received.isStored ? received : notStored(received.delivery);
  const isFiled = received.isStored || received.isSpooled;
  const isAccepted = verdict.status < 300;
  const body = {
    success: isAccepted,
    ok: isAccepted,
    ...(isFiled && { event_id: delivery.raw.eventId }),
    outcome: verdict.outcome,
    ...(delivery.parts.length > 0 && { parts: delivery.parts.length }),
    ...(parts.length > 0 && { outcomes: countOutcomes(parts.map(({ verdict: own }) => own.outcome)) }),
    ...(touched.callId !== null && { call_id: touched.callId }),
    ...(touched.contactId !== null && { contact_id: touched.contactId }),
    ...(!isAccepted && { error: ERROR_NAMES[verdict.status] ?? "not_accepted" }),
    ...(verdict.error !== null && { message: verdict.error }),
    ...(verdict.hint !== null && { hint: verdict.hint }),
  };
  const { overLimit } = delivery.raw;
  return Response.json(body, {
    status: verdict.status,
    headers: {
      ...(verdict.status === 405 && { Allow: "POST" }),
      ...(overLimit && { "Retry-After": String(overLimit.retryAfterSeconds) }),
    },
  });
}

/** What can be said of a delivery that is not in the database: it is on the disk, or refused. */
function notStored(delivery: Delivery) {
  const { outcome } = delivery.verdict;
  const isApplicable = ["processed", "failed", "split"].includes(outcome);
  const later = { outcome: "spooled", status: 202, error: null, hint: null };
  const touched: Touched = { callId: null, contactId: null, agentId: null };
  return { delivery, verdict: isApplicable ? later : delivery.verdict, touched, parts: [] };
}
