import { insertRows } from "#app/db/bulk-rows.server.ts";
import type { Database } from "#app/db/pool.server.ts";

/** A row of `call_events`, keyed by field names; migrations/000_init.sql says what each means. */
export type NewCallEvent = {
  id: string;
  endpoint: "lead" | "call" | "echo";
  kind: "lead" | "call" | null;
  outcome: string;
  isMisrouted: boolean;
  isTest: boolean;
  receivedAt: Date;
  method: string;
  query: string | null;
  contentType: string | null;
  headers: Record<string, string>;
  sourceAddress: string | null;
  body: Uint8Array | null;
  bodySize: number;
  bodySha256: Uint8Array | null;
  bodyShape: string | null;
  httpStatus: number;
  error: string | null;
  hint: string | null;
  problems: unknown;
  processingMs: number;
  callId: string | null;
  contactId: number | null;
  agentId: number | null;
};

/** Files deliveries in the ledger. One that is there already (the same id) is left as it is. */
export async function recordCallEvents(db: Database, events: readonly NewCallEvent[]): Promise<void> {
  const rows = events.map((event) => ({ ...event, body: asBytea(event.body), bodySha256: asBytea(event.bodySha256) }));
  await insertRows(db, "call_events", rows);
}

/** PostgreSQL's hex form of bytes, in which they can travel inside JSON. */
function asBytea(bytes: Uint8Array | null): string | null {
  return bytes && `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
}
