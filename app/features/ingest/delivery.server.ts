import type { ParsedDelivery, Problem } from "#app/convoso/parse-delivery.server.ts";
import type { Destination } from "#app/lib/endpoints.ts";
import type { Outcome } from "#app/lib/outcomes.ts";

/** A delivery as it came over HTTP, before anybody understood it. */
export type RawDelivery = {
  /** UUID of version 7 given at receipt: the order of deliveries is the order of their ids. */
  eventId: string;
  endpoint: Destination;
  receivedAt: Date;
  method: string;
  /** Where it was sent to, if that is no endpoint. */
  path?: string;
  query: URLSearchParams;
  headers: Headers;
  sourceAddress: string | null;
  /** Whether it comes from Convoso's addresses, or from nearby: of those, all that is refused is filed. */
  isFromKnownSource?: boolean;
  /** Null when it was longer than the limit and therefore not kept. */
  body: Uint8Array | null;
  /** Bytes received; of a body that was too long, those read until that was clear. */
  bodySize: number;
  /** Set where its source sends too much: then the body was not read. */
  overLimit?: { nth: number; perMinute: number; retryAfterSeconds: number } | null;
  /** Set where it is one item of a list that came as one body. */
  partOf?: { eventId: string; part: number } | null;
  /** The sender says that this is test data (header `x-test-data`, as Test Tools does). */
  isTest: boolean;
};

/** How a delivery is answered and filed when it is not applied, or once it has been. */
export type Verdict = {
  outcome: Outcome;
  status: number;
  error: string | null;
  hint: string | null;
};

/** A delivery ready to be stored: applied first where `parsed` has something to apply. */
export type Delivery = {
  raw: RawDelivery;
  /** False where a secret is set and the sender did not show it: nothing of the body is kept. */
  isVerified: boolean;
  bodyShape: string | null;
  parsed: ParsedDelivery | null;
  /** The version of its webhook's field map that it was read with; null where there was none, or nothing was read. */
  fieldMapVersion: number | null;
  problems: readonly Problem[];
  verdict: Verdict;
  /** The calls and leads of a list: stored with it, or not at all. */
  parts: readonly Delivery[];
};

/** The rows that a delivery touched. */
export type Touched = { callId: string | null; contactId: number | null; agentId: number | null };

/** What a delivery came to, and its parts. */
export type StoredDelivery = { verdict: Verdict; touched: Touched; parts: StoredDelivery[] };

/** The delivery and its parts, each of which has a row in `call_events`. */
export function withParts(delivery: Delivery): readonly Delivery[] {
  return [delivery, ...delivery.parts];
}

/** Calls and leads whose id begins so are test data, wherever they come from. */
const TEST_ID = /^test-/i;

/** Whether what this delivery makes is test data, which an admin may clear. */
export function isTestDelivery(delivery: Delivery): boolean {
  const { call, contact } = delivery.parsed ?? {};
  if (delivery.parts.length > 0) return delivery.parts.every(isTestDelivery);
  return delivery.raw.isTest || [call?.callId, call?.leadId, contact?.leadId].some((id) => id && TEST_ID.test(id));
}
