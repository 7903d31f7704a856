import { v7 as uuidv7 } from "uuid";
import type { RawDelivery } from "#app/features/ingest/delivery.server.ts";

/** A delivery as the routes hand it on: JSON by default. `body` may be text, bytes, or an object to be sent as JSON. */
export function rawDelivery(
  endpoint: RawDelivery["endpoint"],
  body: string | Uint8Array | object,
  other: Partial<Omit<RawDelivery, "endpoint" | "body">> & { contentType?: string } = {},
): RawDelivery {
  const { contentType = "application/json", ...facts } = other;
  const bytes =
    body instanceof Uint8Array
      ? body
      : new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body));
  return {
    eventId: uuidv7(),
    endpoint,
    receivedAt: new Date(),
    method: "POST",
    query: new URLSearchParams(),
    headers: new Headers({ "content-type": contentType }),
    sourceAddress: "127.0.0.1",
    body: bytes,
    bodySize: bytes.byteLength,
    isTest: false,
    ...facts,
  };
}
