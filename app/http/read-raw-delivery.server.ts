import type { AppLoadContext } from "@remix-run/node";
import type { RawDelivery } from "#app/features/ingest/delivery.server.ts";
import { clientAddress } from "#app/http/client-address.server.ts";
import { isKnownSource, isListedRefusal, limitSource, type OverLimit } from "#app/http/limit-source.server.ts";
import { readLimitedBody } from "#app/http/read-limited-body.server.ts";
import { BODY_LIMIT_BYTES } from "#app/lib/body-limit.ts";
import { newEventId } from "#app/lib/event-id.server.ts";
import { tell } from "#app/lib/observe.server.ts";

/**
 * Takes a request apart into the raw bytes and the circumstances of a delivery.
 * @throws {Response} 429 for most of what a source sends beyond its limit: filing it all would help the flood
 */
export async function readRawDelivery(
  endpoint: RawDelivery["endpoint"],
  request: Request,
  context: AppLoadContext,
): Promise<RawDelivery> {
  const { eventId, receivedAt } = newEventId();
  const { pathname, searchParams } = new URL(request.url);
  const sourceAddress = clientAddress(request, context);
  const readBytes = context.readLimitedBody ?? ((limit) => readLimitedBody(request, limit));
  const overLimit = await limitSource(sourceAddress);
  if (overLimit && !isListedRefusal(overLimit.nth)) {
    tell("delivery answered", { eventId, endpoint, outcome: "too many", seconds: 0 });
    throw refusal(overLimit);
  }
  return {
    eventId,
    endpoint,
    receivedAt,
    method: request.method,
    ...(endpoint === "unknown" && { path: pathname }),
    query: searchParams,
    headers: request.headers,
    sourceAddress,
    isFromKnownSource: isKnownSource(sourceAddress),
    overLimit,
    ...(overLimit ? { body: null, bodySize: 0 } : await readBytes(BODY_LIMIT_BYTES)),
    isTest: request.headers.has("x-test-data"),
  };
}

function refusal({ perMinute, retryAfterSeconds }: OverLimit): Response {
  const body = {
    success: false,
    ok: false,
    error: "too_many_deliveries",
    message: `This address sent more than ${perMinute} deliveries within a minute.`,
    hint: "Send it again after Retry-After. The portal's Webhook Logs list the first such refusal.",
  };
  return Response.json(body, { status: 429, headers: { "Retry-After": String(retryAfterSeconds) } });
}
