import { z } from "zod";
import type { Delivery, RawDelivery } from "#app/features/ingest/delivery.server.ts";
import { type FieldMaps, mappedEndpoint } from "#app/features/ingest/field-maps.server.ts";
import { keptHeaders, keptQuery } from "#app/features/ingest/kept-of-delivery.server.ts";
import { findFault, readVerified } from "#app/features/ingest/read-delivery.server.ts";
import { DESTINATIONS } from "#app/lib/endpoints.ts";
import { OUTCOMES } from "#app/lib/outcomes.ts";
import type { SpoolRecord } from "#app/spool/frames.server.ts";

const LENGTH_BYTES = 4;

/** What the spool keeps of a delivery besides its body. */
const Head = z.object({
  endpoint: z.enum(DESTINATIONS),
  receivedAt: z.coerce.date(),
  method: z.string(),
  query: z.array(z.tuple([z.string(), z.string()])),
  headers: z.array(z.tuple([z.string(), z.string()])),
  sourceAddress: z.string().nullable(),
  bodySize: z.number(),
  hasBody: z.boolean(),
  isTest: z.boolean(),
  isVerified: z.boolean(),
  verdict: z.object({
    outcome: z.enum(OUTCOMES),
    status: z.number(),
    error: z.string().nullable(),
    hint: z.string().nullable(),
  }),
});

/**
 * Packs a delivery for the spool: what `call_events` will hold of it. No secret is written: verifying was done already, so
 * nobody needs it any more. Of what is refused the body is left out, here as there.
 */
export function packDelivery(delivery: Delivery): SpoolRecord {
  const { raw, isVerified, verdict } = delivery;
  const body = isVerified ? raw.body : null;
  const head: z.input<typeof Head> = {
    ...raw,
    query: [...new URLSearchParams(keptQuery(delivery))],
    headers: Object.entries(keptHeaders(delivery)),
    hasBody: body !== null,
    isVerified,
    verdict,
  };
  const json = Buffer.from(JSON.stringify({ ...head, eventId: undefined, body: undefined }));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(json.byteLength);
  return { id: raw.eventId, payload: Buffer.concat([length, json, body ?? Buffer.alloc(0)]) };
}

/**
 * The delivery that was packed, read again with these field maps. One that was answered before it could be applied is filed with that status.
 * @throws where the record is none of ours
 */
export function unpackDelivery({ id, payload }: SpoolRecord, maps: FieldMaps): Delivery {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const bodyAt = LENGTH_BYTES + bytes.readUInt32LE(0);
  const { query, headers, hasBody, isVerified, verdict, ...facts } = Head.parse(
    JSON.parse(bytes.toString("utf8", LENGTH_BYTES, bodyAt)),
  );
  const body = hasBody ? bytes.subarray(bodyAt) : null;
  const raw: RawDelivery = {
    ...facts,
    eventId: id,
    query: new URLSearchParams(query),
    headers: new Headers(headers),
    body,
  };
  if (!isVerified || raw.endpoint === "echo" || !body || findFault(raw)) {
    const fieldMapVersion = raw.endpoint === "echo" ? (maps.call?.version ?? null) : null;
    return { raw, isVerified, bodyShape: null, parsed: null, fieldMapVersion, problems: [], verdict, parts: [] };
  }
  return asAnswered(readVerified(raw, body, maps[mappedEndpoint(raw.endpoint)]));
}

/** With the status that its sender got: accepted, but not applied yet. */
function asAnswered(read: Delivery): Delivery {
  if (read.parts.length > 0) return { ...read, parts: read.parts.map(asAnswered) };
  if (read.verdict.outcome !== "processed") return read;
  const hint = read.verdict.hint ?? "It waited on disk while the database was unreachable.";
  return { ...read, verdict: { ...read.verdict, status: 202, hint } };
}
