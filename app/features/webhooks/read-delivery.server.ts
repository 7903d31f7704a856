import { cutText } from "#app/convoso/clean-json.server.ts";
import { parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBody } from "#app/convoso/read-body.server.ts";
import { verifyDelivery } from "#app/convoso/verify-delivery.server.ts";
import { env } from "#app/env.server.ts";
import type { Delivery, RawDelivery, Verdict } from "#app/features/webhooks/delivery.server.ts";
import { BODY_LIMIT_BYTES } from "#app/lib/body-limit.ts";

/** Whether a raw delivery may be applied, what it says, and, if it cannot be applied, how to answer it. Never throws. */
export function readDelivery(raw: RawDelivery): Delivery {
  const nothing: Delivery = { raw, isVerified: false, bodyShape: null, parsed: null, verdict: ECHOED };
  if (raw.endpoint !== "echo" && raw.method !== "POST") return { ...nothing, verdict: wrongMethod(raw.method) };
  if (raw.overLimit) return { ...nothing, verdict: overLimit(raw.overLimit) };
  if (!raw.body) return { ...nothing, verdict: TOO_LARGE };

  const { CONVOSO_WEBHOOK_SECRET } = env();
  const secrets = CONVOSO_WEBHOOK_SECRET ?? [];
  const verified = verifyDelivery({ secrets, headers: raw.headers, query: raw.query, body: raw.body });
  // The echo is there to find out what is wrong with a set-up, so it answers everybody.
  if (raw.endpoint === "echo") return { ...nothing, isVerified: verified.ok };
  if (!verified.ok) {
    const { reason, hint } = verified;
    return { ...nothing, verdict: { outcome: "refused", status: 401, error: reason, hint } };
  }
  return readVerified(raw, raw.body);
}

/** Reads the body of a delivery whose sender may deliver; an echo as the call webhook would. Never throws. */
export function readVerified(raw: RawDelivery, body: Uint8Array): Delivery {
  const nothing: Delivery = { raw, isVerified: true, bodyShape: null, parsed: null, verdict: ECHOED };
  const encoding = raw.headers.get("content-encoding")?.trim().toLowerCase() || "identity";
  if (encoding !== "identity") return { ...nothing, verdict: compressed(encoding) };
  const read = readBody({ contentType: raw.headers.get("content-type"), body, query: raw.query });
  if (!read.ok) {
    const { reason, hint } = read;
    return { ...nothing, verdict: { outcome: "invalid", status: 400, error: reason, hint } };
  }
  const { receivedAt } = raw;
  const endpoint = raw.endpoint === "lead" ? "lead" : "call";
  const parsed = parseDelivery(read, { endpoint, timeZone: env().CONVOSO_TIME_ZONE, receivedAt });
  const verdict: Verdict =
    parsed.kind === null
      ? { outcome: "invalid", status: 422, error: parsed.reason, hint: parsed.hint }
      : { outcome: "processed", status: 200, error: null, hint: parsed.hint };
  return { ...nothing, bodyShape: read.shape, parsed, verdict };
}

const ECHOED: Verdict = { outcome: "echoed", status: 200, error: null, hint: null };

const TOO_LARGE: Verdict = {
  outcome: "invalid",
  status: 413,
  error: `The body is longer than ${BODY_LIMIT_BYTES} bytes.`,
  hint: "Map fewer fields in the Convoso adaptor.",
};

function wrongMethod(method: string): Verdict {
  const hint = "Set the method of Convoso's endpoint to POST.";
  return { outcome: "invalid", status: 405, error: `${method} is not accepted here.`, hint };
}

function compressed(encoding: string): Verdict {
  const hint = "Send it as it is: deliveries are small. Convoso does not compress, so look at a proxy in between.";
  return { outcome: "invalid", status: 415, error: `The body is compressed (${cutText(encoding, 40)}).`, hint };
}

function overLimit({ nth, perMinute }: NonNullable<RawDelivery["overLimit"]>): Verdict {
  const error = `This address sent more than ${perMinute} deliveries within a minute. Refused since: ${nth}.`;
  const hint =
    "Of such refusals the 1st, 10th, 100th … of a minute are listed. WEBHOOK_RATE_PER_MINUTE sets the limit, and CONVOSO_SOURCE_RANGES who has none.";
  return { outcome: "refused", status: 429, error, hint };
}
