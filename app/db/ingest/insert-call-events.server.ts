import { type FragmentSqlToken, sql } from "slonik";
import type { Statement } from "#app/db/connection/statement.server.ts";
import { columnsOf, recordset, withRows, withValues } from "#app/db/ingest/bulk-rows.server.ts";
import { encodeByteas } from "#app/db/ingest/encode-byteas.server.ts";
import type { Destination } from "#app/lib/endpoints.ts";
import type { Outcome } from "#app/lib/outcomes.ts";
import { PROBLEM_CODES } from "#app/lib/problems.ts";

/** A row of `call_events`, keyed by field names; migrations/003_column_comments.sql says what each means. */
export type NewCallEvent = {
  id: string;
  endpoint: Destination;
  kind: "lead" | "call" | null;
  outcome: Outcome;
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
  bodyShape: string | null;
  fieldMapVersion: number | null;
  httpStatus: number;
  error: string | null;
  hint: string | null;
  problems: readonly { code: string }[] | null;
  processingMs: number;
  callId: string | null;
  contactId: number | null;
  agentId: number | null;
  partOf: string | null;
  part: number | null;
};

/** The statement that files deliveries in `call_events`. One that is there already (the same id) is left as it is. */
export function toInsertCallEvents(events: readonly NewCallEvent[]): Statement {
  const rows = events.map(({ body, ...row }) => row);
  const [row] = rows;
  const columns = () => sql.join(columnsOf(rows), sql.fragment`, `);
  const hasProblems = rows.some(({ problems }) => problems !== null);
  const file = (insert: FragmentSqlToken) => (hasProblems ? alsoNoteProblems(insert) : sql.unsafe`${insert}`);
  const what = hasProblems ? "with problems" : "";
  if (row && rows.length === 1) {
    return withValues(`file one ${what}`, { ...row, body: events[0]?.body ?? null }, (values) => {
      const list = sql.join(values, sql.fragment`, `);
      return file(sql.fragment`insert into call_events (${columns()}, body) values (${list}) on conflict do nothing`);
    });
  }
  // Bodies are most of the bytes, and go as they are: as text inside the JSON each would be copied, and doubled, five times.
  const bodies = encodeByteas(events.map(({ body }) => body));
  const make = () =>
    file(sql.fragment`
      insert into call_events (${columns()}, body)
      select ${columns()}, event.unnest
      from rows from (
        ${recordset("call_events", rows)},
        unnest(${sql.binary(bodies)}::bytea[])
      ) as event
      on conflict do nothing`);
  return withRows(`file ${what}`, rows, make, [bodies]);
}

/** The insert, and what finds deliveries by the codes of their problems. */
function alsoNoteProblems(insert: FragmentSqlToken): Statement {
  return sql.unsafe`
    with filed as (${insert} returning id, is_test, problems)
    insert into call_event_problems (code, event_id, is_test)
    select distinct problem ->> 'code', id, is_test
    from filed
    cross join jsonb_array_elements(problems) as problem
    where problem ->> 'code' is not null
    on conflict do nothing`;
}

/** The statements that say again which problems a delivery has. */
export function toReplaceProblems(id: string, isTest: boolean, codes: readonly string[]): readonly Statement[] {
  return [
    sql.unsafe`
      delete from call_event_problems
      where code = any(${sql.array(PROBLEM_CODES, "text")}) and event_id = ${id}::uuid`,
    sql.unsafe`
      insert into call_event_problems (code, event_id, is_test)
      select distinct code, ${id}::uuid, ${isTest}::boolean from unnest(${sql.array([...codes], "text")}) as code`,
  ];
}
