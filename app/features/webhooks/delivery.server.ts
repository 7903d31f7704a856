import type { ParsedDelivery } from "#app/convoso/parse-delivery.server.ts";

/** What became of a delivery, as `call_events.outcome` holds it. */
export type Outcome = "processed" | "duplicate" | "invalid" | "refused" | "echoed" | "failed";

/** A delivery as it came over HTTP, before anybody understood it. */
export type RawDelivery = {
  /** UUID of version 7 given at receipt: the order of deliveries is the order of their ids. */
  eventId: string;
  endpoint: "lead" | "call" | "echo";
  receivedAt: Date;
  method: string;
  query: URLSearchParams;
  headers: Headers;
  sourceAddress: string | null;
  /** Null when it was longer than the limit and therefore not kept. */
  body: Uint8Array | null;
  /** Bytes received; of a body that was too long, those read until that was clear. */
  bodySize: number;
  /** Of a body that was received and is not kept, such as a spooled refused one: what the ledger holds of it. */
  bodySha256?: Uint8Array | null;
  /** Set where its source sends too much: then the body was not read. */
  overLimit?: { nth: number; perMinute: number; retryAfterSeconds: number } | null;
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
  verdict: Verdict;
};

/** The rows that a delivery touched. */
export type Touched = { callId: string | null; contactId: number | null; agentId: number | null };

export type StoredDelivery = { verdict: Verdict; touched: Touched };

/** Calls and leads whose id begins so are test data, wherever they come from. */
const TEST_ID = /^test-/i;

/** Whether what this delivery makes is test data, which an admin may clear. */
export function isTestDelivery(delivery: Delivery): boolean {
  const { call, contact } = delivery.parsed ?? {};
  return delivery.raw.isTest || [call?.callId, call?.leadId, contact?.leadId].some((id) => id && TEST_ID.test(id));
}
