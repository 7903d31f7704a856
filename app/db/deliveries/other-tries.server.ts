import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { CallEvent } from "#app/db/deliveries/call-events.server.ts";
import { idAt, momentOf } from "#app/lib/event-id.server.ts";

/** Longer than a load balancer keeps a request to send it again. */
const WITHIN_MS = 2 * 60_000;

/**
 * The ids of the deliveries that are the same request as this one, oldest first: a load balancer sends it again, under the
 * same X-Request-Id, when a process dies with it.
 */
export async function listOtherTries(
  db: Database,
  { id, call_id, contact_id, headers }: Pick<CallEvent, "id" | "call_id" | "contact_id" | "headers">,
): Promise<readonly string[]> {
  const requestId = headers["x-request-id"];
  if (typeof requestId !== "string" || (call_id === null && contact_id === null)) return [];
  const about = call_id === null ? sql.fragment`contact_id = ${contact_id}` : sql.fragment`call_id = ${call_id}`;
  const at = momentOf(id).getTime();
  return db.anyFirst(sql.type(z.object({ id: z.string() }))`
    select id from call_events
    where ${about} and id <> ${id}::uuid and part_of is null
      and id between ${idAt(new Date(at - WITHIN_MS))}::uuid and ${idAt(new Date(at + WITHIN_MS))}::uuid
      and headers ->> 'x-request-id' = ${requestId}
    order by id`);
}
