import type { FieldMap } from "#app/convoso/field-names.server.ts";
import { fieldLabel } from "#app/convoso/mappable-fields.server.ts";
import { type Explanation, explainBody } from "#app/features/deliveries/explain-body.server.ts";
import { mappedEndpoint } from "#app/features/ingest/field-maps.server.ts";
import type { Destination } from "#app/lib/endpoints.ts";

type Kept = {
  endpoint: Destination;
  content_type: string | null;
  headers: Record<string, unknown>;
  query: string | null;
  body: Uint8Array | null;
  received_at: Date;
};

type Readable = Extract<Explanation, { isReadable: true }>;
type Reading = Readable["readings"][number];
type Explained = Omit<Readable, "readings"> & { readings: (Reading & { label: string | null })[] };

/**
 * How today's code reads a stored delivery with this field map: as its own webhook would, an echo as the call
 * webhook would, with each field's `label`. Null where the body was not kept.
 */
export function explainEvent(event: Kept, map: FieldMap | null): Explained | null {
  if (!event.body) return null;
  const sent = {
    endpoint: mappedEndpoint(event.endpoint),
    contentType: event.content_type,
    contentEncoding: encodingOf(event.headers),
    body: event.body,
    query: new URLSearchParams(event.query ?? ""),
    receivedAt: event.received_at,
  };
  const explanation = explainBody(sent, map);
  if (!explanation.isReadable) return null;
  const labelled = explanation.readings.map((reading) => ({
    ...reading,
    label: reading.field && fieldLabel(reading.field),
  }));
  return { ...explanation, readings: labelled };
}

function encodingOf(headers: Record<string, unknown>): string | null {
  const encoding = headers["content-encoding"];
  return typeof encoding === "string" ? encoding : null;
}
