import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type NewCallEvent, toReplaceProblems } from "#app/db/ingest/insert-call-events.server.ts";

// Stored deliveries that could not be applied, but may be once the fault is fixed.

/** How many minutes after the last try a failed delivery is tried again automatically; then it waits for a person. */
const RETRY_MINUTES = [1, 5, 30, 120, 720];

const applicable = sql.fragment`outcome in ('failed', 'invalid') and body is not null`;

/** Files the result of applying a delivery again. What its sender was answered stays as it was. */
export async function updateAppliedEvent(
  db: Database,
  event: Pick<
    NewCallEvent,
    "id" | "isTest" | "kind" | "outcome" | "isMisrouted" | "bodyShape" | "error" | "hint" | "problems"
  > &
    Pick<NewCallEvent, "fieldMapVersion" | "callId" | "contactId" | "agentId">,
): Promise<void> {
  await db.query(sql.unsafe`
    update call_events
    set kind = ${event.kind}, outcome = ${event.outcome}, is_misrouted = ${event.isMisrouted},
      body_shape = ${event.bodyShape}, error = ${event.error}, hint = ${event.hint},
      problems = ${event.problems === null ? null : JSON.stringify(event.problems)}::jsonb,
      field_map_version = ${event.fieldMapVersion}, call_id = ${event.callId}, contact_id = ${event.contactId}, agent_id = ${event.agentId},
      apply_attempts = apply_attempts + 1, last_apply_at = now()
    where id = ${event.id}::uuid`);
  const codes = (event.problems ?? []).map(({ code }) => code);
  for (const statement of toReplaceProblems(event.id, event.isTest, codes)) await db.query(statement);
}

/** Notes which version of its field map each of these deliveries was read with. */
export async function updateFieldMapVersions(
  db: Database,
  read: readonly { id: string; version: number | null }[],
): Promise<void> {
  if (read.length === 0) return;
  await db.query(sql.unsafe`
    update call_events
    set field_map_version = version
    from ${sql.unnest(
      read.map(({ id, version }) => [id, version]),
      ["uuid", "int4"],
    )} as read (event_id, version)
    where id = event_id and field_map_version is distinct from version`);
}

/** Notes one more try that failed. */
export async function recordFailedApply(db: Database, id: string): Promise<void> {
  await db.query(sql.unsafe`
    update call_events set apply_attempts = apply_attempts + 1, last_apply_at = now()
    where id = ${id}::uuid and ${applicable}`);
}

const Id = z.object({ id: z.uuid() });

/** Failed deliveries whose next automatic try is due, oldest first. */
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
