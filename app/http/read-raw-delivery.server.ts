import type { AppLoadContext } from "@remix-run/node";
import { v7 as uuidv7 } from "uuid";
import type { RawDelivery } from "#app/features/webhooks/delivery.server.ts";
import { clientAddress } from "#app/http/client-address.server.ts";
import { BODY_LIMIT_BYTES } from "#app/lib/body-limit.ts";

/** Takes a request apart into the raw bytes and the circumstances of a delivery. */
export async function readRawDelivery(
  endpoint: RawDelivery["endpoint"],
  request: Request,
  context: AppLoadContext,
): Promise<RawDelivery> {
  const receivedAt = new Date();
  const eventId = uuidv7();
  return {
    eventId,
    endpoint,
    receivedAt,
    method: request.method,
    query: new URL(request.url).searchParams,
    headers: request.headers,
    sourceAddress: clientAddress(request, context),
    ...(await readBytes(request, BODY_LIMIT_BYTES)),
    isTest: request.headers.has("x-test-data"),
  };
}

/** Reads at most `limit` bytes, so that a huge body costs no memory. */
async function readBytes(request: Request, limit: number): Promise<{ body: Uint8Array | null; bodySize: number }> {
  const declared = Number(request.headers.get("content-length"));
  if (declared > limit) return { body: null, bodySize: declared };
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) return { body: null, bodySize: size };
    chunks.push(chunk);
  }
  return { body: Buffer.concat(chunks), bodySize: size };
}
