import { type ParsedDelivery, parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBody } from "#app/convoso/read-body.server.ts";
import { env } from "#app/env.server.ts";

/** How a body is read: as which kind of content, from which shape, field by field; or why it cannot be read. */
export type Explanation =
  | ({ isReadable: true; shape: string } & Pick<
      ParsedDelivery,
      "kind" | "isMisrouted" | "reason" | "hint" | "readings" | "problems"
    >)
  | { isReadable: false; reason: string; hint: string };

/** Reads a body as the webhook `endpoint` would, without applying anything. */
export function explainBody(sent: {
  endpoint: "lead" | "call";
  contentType: string | null;
  body: Uint8Array;
  query: URLSearchParams;
  receivedAt: Date;
}): Explanation {
  const read = readBody(sent);
  if (!read.ok) return { isReadable: false, reason: read.reason, hint: read.hint };
  const { endpoint, receivedAt } = sent;
  const parsed = parseDelivery(read, { endpoint, timeZone: env().CONVOSO_TIME_ZONE, receivedAt });
  const { kind, isMisrouted, reason, hint, readings, problems } = parsed;
  return { isReadable: true, shape: read.shape, kind, isMisrouted, reason, hint, readings, problems };
}
