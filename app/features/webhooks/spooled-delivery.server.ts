import { createHash } from "node:crypto";
import { z } from "zod";
import { isSecretParameter, redactHeaders } from "#app/convoso/redact.server.ts";
import { env } from "#app/env.server.ts";
import type { Delivery, RawDelivery } from "#app/features/webhooks/delivery.server.ts";
import { readVerified } from "#app/features/webhooks/read-delivery.server.ts";
import type { SpoolRecord } from "#app/spool/frames.server.ts";

const REDACTED = "[redacted]";
const LENGTH_BYTES = 4;

/** What the spool keeps of a delivery besides its body. */
const Head = z.object({
  endpoint: z.enum(["lead", "call", "echo"]),
  receivedAt: z.coerce.date(),
  method: z.string(),
  query: z.array(z.tuple([z.string(), z.string()])),
  headers: z.array(z.tuple([z.string(), z.string()])),
  sourceAddress: z.string().nullable(),
  bodySize: z.number(),
  hasBody: z.boolean(),
  /** In hex, where the body is left out. Missing in what an older version spooled. */
  bodySha256: z.string().nullish(),
  isTest: z.boolean(),
  isVerified: z.boolean(),
  verdict: z.object({
    outcome: z.enum(["processed", "duplicate", "invalid", "refused", "echoed", "failed"]),
    status: z.number(),
    error: z.string().nullable(),
    hint: z.string().nullable(),
  }),
});

/**
 * Packs a delivery for the spool: what the ledger will hold of it. No secret is written: verifying was done already, so
 * nobody needs it any more. Of what is refused the body is left out, here as there.
 */
export function packDelivery({ raw, isVerified, verdict }: Delivery): SpoolRecord {
  const body = isVerified ? raw.body : null;
  const head: z.input<typeof Head> = {
    ...raw,
    query: [...raw.query].map(([name, value]) => [name, isSecret(name, value) ? REDACTED : value]),
    headers: Object.entries(redactHeaders(raw.headers)),
    hasBody: body !== null,
    bodySha256: body === null && raw.body ? createHash("sha256").update(raw.body).digest("hex") : null,
    isVerified,
    verdict,
  };
  const json = Buffer.from(JSON.stringify({ ...head, eventId: undefined, body: undefined }));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(json.byteLength);
  return { id: raw.eventId, payload: Buffer.concat([length, json, body ?? Buffer.alloc(0)]) };
}

/**
 * The delivery that was packed, read anew. One that was answered before it could be applied is filed with that status.
 * @throws where the record is none of ours
 */
export function unpackDelivery({ id, payload }: SpoolRecord): Delivery {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const bodyAt = LENGTH_BYTES + bytes.readUInt32LE(0);
  const { query, headers, hasBody, bodySha256, isVerified, verdict, ...facts } = Head.parse(
    JSON.parse(bytes.toString("utf8", LENGTH_BYTES, bodyAt)),
  );
  const body = hasBody ? bytes.subarray(bodyAt) : null;
  const raw: RawDelivery = {
    ...facts,
    eventId: id,
    query: new URLSearchParams(query),
    headers: new Headers(headers),
    body,
    bodySha256: bodySha256 ? Buffer.from(bodySha256, "hex") : null,
  };
  if (!isVerified || raw.endpoint === "echo" || !body) {
    return { raw, isVerified, bodyShape: null, parsed: null, verdict };
  }
  const read = readVerified(raw, body);
  if (read.verdict.outcome !== "processed") return read;
  const hint = read.verdict.hint ?? "It waited in the spool while the database was away.";
  return { ...read, verdict: { ...read.verdict, status: 202, hint } };
}

// A parameter may carry a whole address with the secret in it, as proxies add it.
function isSecret(name: string, value: string): boolean {
  const secrets = [env().CONVOSO_WEBHOOK_SECRET ?? []].flat();
  return isSecretParameter(name) || secrets.some((secret) => value.includes(secret));
}
