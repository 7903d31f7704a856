import { isUtf8 } from "node:buffer";
import { BodyTooLong, decodeBody } from "#app/convoso/decode-body.server.ts";
import { redactSecrets, redactSecretsInBody } from "#app/convoso/redact-secrets.server.ts";
import type { RawDelivery } from "#app/features/ingest/delivery.server.ts";

/**
 * A delivery whose query and path hold no secret of this installation, so that none becomes a field. Its headers still hold
 * them; what is stored of those goes through `redactHeaders`.
 */
export function withoutSecrets(raw: RawDelivery): RawDelivery {
  const { query, path } = raw;
  const pairs = [...query].map((pair) => pair.map(redactSecrets));
  return {
    ...raw,
    ...(path !== undefined && { path: redactSecrets(path) }),
    query: pairs.length > 0 ? new URLSearchParams(pairs) : query,
  };
}

const CHARSET = /;\s*charset\s*=\s*("[^"]*"|'[^']*'|[^\s;]+)/i;

/**
 * The same for the body of a sender who may deliver; those of others are not kept, and may be long to read. One that is
 * compressed, or in another character set, becomes plain UTF-8 if a secret is in it.
 */
export function withoutSecretsInBody(raw: RawDelivery): RawDelivery {
  const { headers } = raw;
  const body = raw.body && redactSecretsInBody(raw.body);
  if (!body || (isUtf8(body) && !body.includes(0))) return { ...raw, body };
  const text = unpack(body, headers);
  const redacted = redactSecrets(text);
  if (redacted === text) return { ...raw, body };
  const asPlain = new Headers(headers);
  asPlain.delete("content-encoding");
  asPlain.set("content-type", (headers.get("content-type") ?? "").replace(CHARSET, ""));
  return { ...raw, headers: asPlain, body: Buffer.from(redacted) };
}

function unpack(body: Uint8Array, headers: Headers): string {
  try {
    return decodeBody(body, headers.get("content-encoding") ?? "", headers.get("content-type") ?? "", () => {});
  } catch (error) {
    if (error instanceof BodyTooLong) return ""; // it is refused
    throw error;
  }
}
