import { type FieldMap, withFieldMap } from "#app/convoso/field-names.server.ts";
import { type ParsedDelivery, parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBodies } from "#app/convoso/read-body.server.ts";
import { env } from "#app/env.server.ts";

/** How a body is read: as which kind of content, from which shape, field by field; or why it cannot be read. */
export type Explanation =
  | ({ isReadable: true; shape: string } & Pick<
      ParsedDelivery,
      "kind" | "isMisrouted" | "reason" | "hint" | "readings" | "problems"
    >)
  | { isReadable: false; reason: string; hint: string };

/** A body, and how it came. */
type Sent = {
  endpoint: "lead" | "call";
  contentType: string | null;
  contentEncoding: string | null;
  body: Uint8Array;
  query: URLSearchParams;
  receivedAt: Date;
};

/** Reads a body as the webhook `endpoint` would with this field map, without applying anything. */
export function explainBody(sent: Sent, map: FieldMap | null): Explanation {
  const bodies = withFieldMap(map, () => readBodies(sent));
  return explainRead(bodies, sent, map);
}

/** The same for a body that was read with that map before, since to read it takes the longest. */
export function explainRead(
  bodies: ReturnType<typeof readBodies>,
  { endpoint, receivedAt }: { endpoint: "lead" | "call"; receivedAt: Date },
  map: FieldMap | null,
): Explanation {
  if (!Array.isArray(bodies)) return { isReadable: false, reason: bodies.reason, hint: bodies.hint };
  const [read, ...more] = bodies;
  if (!read || more.length > 0) {
    const reason = `The body is a list of ${bodies.length} calls or leads.`;
    return { isReadable: false, reason, hint: "Each of them is applied as a delivery." };
  }
  const options = { endpoint, timeZone: env().CONVOSO_TIME_ZONE, receivedAt };
  const parsed = withFieldMap(map, () => parseDelivery(read, options));
  const { kind, isMisrouted, reason, hint, readings, problems } = parsed;
  return { isReadable: true, shape: read.shape, kind, isMisrouted, reason, hint, readings, problems };
}
