import { sql } from "slonik";
import { z } from "zod";
import { idAt } from "#app/db/event-id.server.ts";
import type { Database } from "#app/db/pool.server.ts";

/** So many rows a statement blanks at most, and looks at: each is quick, and holds back neither deliveries nor vacuum. */
const BATCH = 1000;
const LOOK = 5000;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

const Step = z.object({ count: z.number(), last: z.uuid().nullable() });

/**
 * Looks at the next few deliveries that came before a moment, from `after` on in the order of receipt, and blanks the
 * payloads that are still there. Only of those that are applied: what failed, was invalid or was refused is there to be
 * looked into. Rows that somebody works on are left for the next night.
 * @returns how many it blanked, and the id to go on after; null when nothing is left
 */
export async function blankPayloads(
  db: Database,
  before: Date,
  after = FIRST_ID,
): Promise<{ count: number; last: string } | null> {
  const isDue = sql.fragment`payload_erased_at is null and outcome in ('processed', 'duplicate', 'echoed')`;
  const { count, last } = await db.one(sql.type(Step)`
    with looked_at as materialized (
      select id, ${isDue} as is_due
      from call_events
      where id > ${after}::uuid and id < ${idAt(before)}::uuid
      order by id
      limit ${LOOK}
    ), due as materialized (
      select id from looked_at where is_due order by id limit ${BATCH}
    ), held as (
      select id from call_events where id = any(array(select id from due)) and ${isDue} for update skip locked
    ), blanked as (
      update call_events
      set body = null, headers = '{}', query = null, problems = null,
        payload_erased_at = now(), payload_erased_by = 'retention'
      from held
      where call_events.id = held.id
      returning call_events.id
    )
    select
      (select count(*) from blanked) as count,
      case
        when (select count(*) from due) = ${BATCH} then (select id from due order by id desc limit 1)
        else (select id from looked_at order by id desc limit 1)
      end as last`);
  return last === null ? null : { count, last };
}

/** Deletes the entries of the audit log that were made before a moment. @returns how many */
export async function deleteOldAudit(db: Database, before: Date): Promise<number> {
  const { rowCount } = await db.query(sql.unsafe`
    delete from audit_log where at < ${before.toISOString()}::timestamptz`);
  return rowCount;
}
