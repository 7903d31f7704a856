import { sql } from "slonik";
import { z } from "zod";
import type { NewCallEvent } from "#app/db/call-event-ledger.server.ts";
import type { Database } from "#app/db/pool.server.ts";

// Deliveries of the ledger that could not be applied, but may be once the fault is mended.

/** How many minutes after the last try a failed delivery is tried again by itself; then it waits for a person. */
const RETRY_MINUTES = [1, 5, 30, 120, 720];

const applicable = sql.fragment`outcome in ('failed', 'invalid') and body is not null`;

/** Files what became of a delivery that was applied again. What its sender was answered stays as it was. */
export async function updateAppliedEvent(
  db: Database,
  event: Pick<NewCallEvent, "id" | "kind" | "outcome" | "isMisrouted" | "bodyShape" | "error" | "hint" | "problems"> &
    Pick<NewCallEvent, "callId" | "contactId" | "agentId">,
): Promise<void> {
  await db.query(sql.unsafe`
    update call_events
    set kind = ${event.kind}, outcome = ${event.outcome}, is_misrouted = ${event.isMisrouted},
      body_shape = ${event.bodyShape}, error = ${event.error}, hint = ${event.hint},
      problems = ${event.problems === null ? null : JSON.stringify(event.problems)}::jsonb,
      call_id = ${event.callId}, contact_id = ${event.contactId}, agent_id = ${event.agentId},
      apply_attempts = apply_attempts + 1, last_apply_at = now()
    where id = ${event.id}::uuid`);
}

/** Notes one more try that failed. */
export async function recordFailedApply(db: Database, id: string): Promise<void> {
  await db.query(sql.unsafe`
    update call_events set apply_attempts = apply_attempts + 1, last_apply_at = now()
    where id = ${id}::uuid and ${applicable}`);
}

const Id = z.object({ id: z.uuid() });

/** Failed deliveries whose next try by itself is due, oldest first. */
export function listDueFailedEventIds(db: Database): Promise<readonly string[]> {
  const minutes = sql.array(RETRY_MINUTES, "int4");
  return db.anyFirst(sql.type(Id)`
    select id
    from call_events
    where outcome = 'failed' and body is not null
      and coalesce(last_apply_at, received_at) < now() - make_interval(mins => (${minutes})[apply_attempts + 1])
    order by id`);
}

const Counts = z.object({ failed: z.number(), dead: z.number() });

/** How many deliveries failed and can be applied again, and how many of them are not tried by themselves any more. */
export function countFailedEvents(db: Database): Promise<z.infer<typeof Counts>> {
  return db.one(sql.type(Counts)`
    select count(*) as failed, count(*) filter (where apply_attempts >= ${RETRY_MINUTES.length}) as dead
    from call_events
    where outcome = 'failed' and body is not null`);
}
