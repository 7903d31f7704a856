import { sql } from "slonik";
import { columnsOf, recordset, withRows, withValues } from "#app/db/bulk-rows.server.ts";
import { encodeByteas } from "#app/db/encode-byteas.server.ts";
import type { Statement } from "#app/db/statement.server.ts";

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
  /** In hex. */
  bodySha256: string | null;
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

/** The statement that files deliveries in the ledger. One that is there already (the same id) is left as it is. */
export function toInsertCallEvents(events: readonly NewCallEvent[]): Statement {
  const rows = events.map(({ body, bodySha256, ...row }) => ({ ...row, bodySha256: bodySha256 && `\\x${bodySha256}` }));
  const [row] = rows;
  const columns = () => sql.join(columnsOf(rows), sql.fragment`, `);
  if (row && rows.length === 1) {
    return withValues("file one", { ...row, body: events[0]?.body ?? null }, (values) => {
      const list = sql.join(values, sql.fragment`, `);
      return sql.unsafe`insert into call_events (${columns()}, body) values (${list}) on conflict do nothing`;
    });
  }
  // Bodies are most of the bytes, and go as they are: as text inside the JSON each would be copied, and doubled, five times.
  const bodies = encodeByteas(events.map(({ body }) => body));
  const make = () => sql.unsafe`
    insert into call_events (${columns()}, body)
    select ${columns()}, event.unnest
    from rows from (
      ${recordset("call_events", rows)},
      unnest(${sql.binary(bodies)}::bytea[])
    ) as event
    on conflict do nothing`;
  return withRows("file", rows, make, [bodies]);
}
