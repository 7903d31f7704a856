import { cutText } from "#app/convoso/cut-text.server.ts";
import { type FieldMap, withFieldMap } from "#app/convoso/field-names.server.ts";
import { parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { type ReadBody, readBodies } from "#app/convoso/read-body.server.ts";
import { type Verification, verifyDelivery } from "#app/convoso/verify-delivery.server.ts";
import { env } from "#app/env.server.ts";
import type { Delivery, RawDelivery, Verdict } from "#app/features/ingest/delivery.server.ts";
import { type FieldMaps, mappedEndpoint } from "#app/features/ingest/field-maps.server.ts";
import { splitDelivery } from "#app/features/ingest/split-delivery.server.ts";
import { withoutSecrets, withoutSecretsInBody } from "#app/features/ingest/without-secrets.server.ts";
import { BODY_LIMIT_BYTES } from "#app/lib/body-limit.ts";
import { ENDPOINT_PATHS } from "#app/lib/endpoints.ts";
import { nearestEndpoint } from "#app/lib/webhook-address.ts";

/**
 * Whether a raw delivery may be applied, what it says, and, if it cannot be applied, how to answer it. What comes from a
 * sender who may not deliver is refused, whatever else is wrong with it. Never throws.
 */
export function readDelivery(sent: RawDelivery, maps: FieldMaps): Delivery {
  const secrets = env().CONVOSO_WEBHOOK_SECRET ?? [];
  const { headers, query, body } = sent;
  const verified = verifyDelivery({ secrets, headers, query, body: body ?? NO_BYTES });
  const plain = withoutSecrets(sent);
  const raw = verified.ok ? withoutSecretsInBody(plain) : plain;
  const nothing: Delivery = { raw, isVerified: verified.ok, ...NOTHING };
  const fault = findFault(raw) ?? (verified.ok || raw.endpoint === "echo" ? null : unauthorized(verified));
  if (fault) return { ...nothing, verdict: verified.ok ? fault : { ...fault, outcome: "refused" } };
  // The echo is there to find out what is wrong with a set-up, so it answers everybody.
  if (raw.endpoint === "echo" || !raw.body) return { ...nothing, fieldMapVersion: maps.call?.version ?? null };
  return readVerified(raw, raw.body, maps[mappedEndpoint(raw.endpoint)]);
}

/** Why a delivery is not read, from any sender; null where nothing is wrong so far. */
export function findFault(raw: RawDelivery): Verdict | null {
  if (raw.endpoint !== "echo" && raw.method !== "POST") return wrongMethod(raw.method);
  if (raw.overLimit) return overLimit(raw.overLimit);
  if (!raw.body) return TOO_LARGE;
  return raw.endpoint === "unknown" ? wrongAddress(raw) : null;
}

/**
 * Reads the body of a delivery whose sender may deliver, with the field map of its webhook; an echo as the call webhook
 * would. A list is taken apart. Never throws.
 */
export function readVerified(raw: RawDelivery, body: Uint8Array, map: FieldMap | null): Delivery {
  return withFieldMap(map, () => readWithMap(raw, body, map?.version ?? null));
}

function readWithMap(raw: RawDelivery, body: Uint8Array, fieldMapVersion: number | null): Delivery {
  const nothing: Delivery = { raw, isVerified: true, ...NOTHING, fieldMapVersion };
  const read = readBodies({
    contentType: raw.headers.get("content-type"),
    contentEncoding: raw.headers.get("content-encoding"),
    body,
    query: raw.query,
  });
  if (!Array.isArray(read)) {
    const { reason, hint } = read;
    return { ...nothing, verdict: { outcome: "invalid", status: 400, error: reason, hint } };
  }
  const [only, ...more] = read;
  if (only && (more.length === 0 || raw.partOf)) return { ...nothing, ...understand(raw, only) };
  return {
    ...nothing,
    bodyShape: only?.shape ?? null,
    problems: only?.problems.filter(({ key }) => key === "body") ?? [],
    verdict: SPLIT,
    parts: splitDelivery(raw, read).map((part) => readWithMap(part, part.body as Uint8Array, fieldMapVersion)),
  };
}

function understand({ endpoint, receivedAt }: RawDelivery, read: ReadBody) {
  const timeZone = env().CONVOSO_TIME_ZONE;
  const parsed = parseDelivery(read, { endpoint: endpoint === "lead" ? "lead" : "call", timeZone, receivedAt });
  const { reason, hint, problems } = parsed;
  const verdict: Verdict =
    parsed.kind === null
      ? { outcome: "invalid", status: 422, error: reason, hint }
      : { outcome: "processed", status: 200, error: null, hint };
  return { bodyShape: read.shape, parsed, problems, verdict };
}

function unauthorized({ reason, hint }: Extract<Verification, { ok: false }>): Verdict {
  return { outcome: "refused", status: 401, error: reason, hint };
}

const NO_BYTES = new Uint8Array();
const MOST_OF_A_PATH = 200;

const ECHOED: Verdict = { outcome: "echoed", status: 200, error: null, hint: null };

/** Until its parts are stored: see `sumUp`. */
const SPLIT: Verdict = { outcome: "split", status: 200, error: null, hint: null };

const NOTHING = {
  ...{ bodyShape: null, parsed: null, fieldMapVersion: null, problems: [], verdict: ECHOED, parts: [] },
} as const;

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

function wrongAddress({ method, path = "/" }: RawDelivery): Verdict {
  const hint = `Did you mean ${ENDPOINT_PATHS[nearestEndpoint(path)]}? This delivery is stored, but not applied.`;
  const error = `${method} ${cutText(path, MOST_OF_A_PATH)} is not the address of a webhook.`;
  return { outcome: "invalid", status: 404, error, hint };
}

function overLimit({ nth, perMinute }: NonNullable<RawDelivery["overLimit"]>): Verdict {
  const error = `This address sent more than ${perMinute} deliveries within a minute. Refused so far: ${nth}.`;
  const hint =
    "The log lists the 1st, 10th, 100th … refusal of a minute. WEBHOOK_RATE_PER_MINUTE sets the limit. CONVOSO_SOURCE_RANGES lists senders without a limit.";
  return { outcome: "refused", status: 429, error, hint };
}
