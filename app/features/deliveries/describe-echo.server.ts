import { isUtf8 } from "node:buffer";
import { isPacked } from "#app/convoso/decode-body.server.ts";
import { type FieldMap, withFieldMap } from "#app/convoso/field-names.server.ts";
import { readBodies } from "#app/convoso/read-body.server.ts";
import { redactHeaders, redactQuery } from "#app/convoso/redact.server.ts";
import { redactSecretsInBody } from "#app/convoso/redact-secrets.server.ts";
import { env } from "#app/env.server.ts";
import { explainRead } from "#app/features/deliveries/explain-body.server.ts";
import type { Delivery, RawDelivery } from "#app/features/ingest/delivery.server.ts";
import { fieldMapsInUse } from "#app/features/ingest/field-maps-in-use.server.ts";

/** To read a body takes the process that takes deliveries its time, which strangers do not get much of. */
const MOST_OF_STRANGERS = 16 * 1024;

/**
 * What the echo gives back: what was sent, without its secrets, how each of the two webhooks would read it, and whether
 * they would accept it from this sender. A body that is not UTF-8 comes as base64. Of a stranger's long body there is only
 * the beginning, which is not read, and neither is one that is compressed: a short one may hold much.
 */
export function describeEcho({ raw, isVerified }: Delivery): Record<string, unknown> {
  const body = Buffer.from(raw.body ?? []);
  const hasSecret = env().CONVOSO_WEBHOOK_SECRET !== undefined;
  const isKnown = raw.isFromKnownSource || (isVerified && hasSecret);
  const isUnread = !isKnown && isPacked(body, raw.headers.get("content-encoding") ?? "");
  const isCut = !isKnown && body.byteLength > MOST_OF_STRANGERS;
  const shown = Buffer.from(redactSecretsInBody(isCut ? body.subarray(0, MOST_OF_STRANGERS) : body));
  return {
    success: true,
    ok: true,
    event_id: raw.eventId,
    method: raw.method,
    query: Object.fromEntries(new URLSearchParams(redactQuery(raw.query))),
    headers: redactHeaders(raw.headers),
    body_size: raw.bodySize,
    ...(isCut && { is_body_cut: true }),
    ...(isUtf8(shown) ? { body: shown.toString("utf8") } : { body_base64: shown.toString("base64") }),
    would_be_accepted: isVerified,
    read_as: isCut ? TOO_LONG_TO_READ : isUnread ? NOT_UNPACKED : readAs(raw, shown),
  };
}

const TOO_LONG_TO_READ = {
  reason: `The echo endpoint reads at most ${MOST_OF_STRANGERS} bytes from an unknown sender.`,
  hint: "Send less, or add the webhook secret. The webhooks themselves read up to 1 MiB.",
};

const NOT_UNPACKED = {
  reason: "The echo endpoint does not decompress the body of an unknown sender.",
  hint: "Send it uncompressed, or add the webhook secret. The webhooks themselves read compressed bodies.",
};

function readAs(raw: RawDelivery, body: Uint8Array) {
  const contentType = raw.headers.get("content-type");
  const contentEncoding = raw.headers.get("content-encoding");
  const maps = fieldMapsInUse();
  const readWith = (map: FieldMap | null) =>
    withFieldMap(map, () => readBodies({ contentType, contentEncoding, body, query: raw.query }));
  const ofCall = readWith(maps.call);
  const bodies = { call: ofCall, lead: maps.lead === maps.call ? ofCall : readWith(maps.lead) };
  const reading = (endpoint: "call" | "lead") => {
    const explanation = explainRead(bodies[endpoint], { endpoint, receivedAt: raw.receivedAt }, maps[endpoint]);
    if (!explanation.isReadable) return { kind: null, reason: explanation.reason, hint: explanation.hint };
    const { shape, kind, isMisrouted, reason, hint, readings, problems } = explanation;
    return { kind, body_shape: shape, is_misrouted: isMisrouted, reason, hint, fields: readings, problems };
  };
  return { call: reading("call"), lead: reading("lead") };
}
