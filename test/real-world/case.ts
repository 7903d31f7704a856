import type { RawDelivery } from "#app/features/ingest/delivery.server.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

export const FORM = "application/x-www-form-urlencoded";

type Row = Record<string, unknown>;

/**
 * What somebody sent, one delivery after the other, and what the portal must have understood: all calls, leads and agents,
 * with the columns that matter (dates as ISO text), and the codes of each delivery's problems.
 */
export type Case = {
  sent: RawDelivery[];
  calls?: Row[];
  leads?: Row[];
  agents?: Row[];
  problems?: string[][];
  outcomes?: string[];
};

export type Cases = Record<string, Case>;

/** Rows come in the order of receipt, and no date in the cases is later. */
let now = Date.parse("2026-12-01T12:00:00Z");

const to = (endpoint: "call" | "lead") => (body: string | Uint8Array | object, contentType?: string) =>
  rawDelivery(endpoint, body, {
    receivedAt: new Date(now++),
    ...(contentType === undefined ? {} : { contentType }),
  });

/** A delivery to the webhook of calls: JSON, or text of another content type. */
export const call = to("call");

/** A delivery to the webhook of leads. */
export const lead = to("lead");

export const SALE = { call_id: "9", disposition: "SALE" };
export const ANN = { first_name: "Ann", last_name: "Lee", phone_e164: "+12395550142" };
