import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { isHeldDelivery } from "#app/db/keeping/held-rows.server.ts";
import { idAt } from "#app/lib/event-id.server.ts";

/** So many rows a statement blanks at most, and looks at: each is quick, and holds back neither deliveries nor vacuum. */
const BATCH = 1000;
const LOOK = 5000;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

const Step = z.object({ count: z.number(), last: z.uuid().nullable() });

/**
 * Looks at the next few deliveries that came before a moment, from `after` on in the order of receipt, and blanks the
 * payloads that are still there. Only of those that are applied: what failed, was invalid or was refused is there to be
 * looked into. What is on hold stays. Rows that somebody works on are left for the next night.
 * @returns how many it blanked, and the id to go on after; null when nothing is left
 */
export async function blankPayloads(
  db: Database,
  before: Date,
  after = FIRST_ID,
): Promise<{ count: number; last: string } | null> {
  const isDue = sql.fragment`payload_erased_at is null and outcome in ('processed', 'duplicate', 'echoed', 'split')`;
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
      select id from call_events
      where id = any(array(select id from due)) and ${isDue} and not ${isHeldDelivery}
      for update skip locked
    ), blanked as (
      update call_events
      set body = null, body_size = 0, headers = '{}', query = null, problems = null,
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

/**
 * Deletes some of the deliveries that came before a moment and were refused, or were the echoes of strangers: nothing of them
 * can be applied. @returns how many; 0 when none is left
 */
export async function deleteUnverified(db: Database, before: Date): Promise<number> {
  const { rowCount } = await db.query(sql.unsafe`
    delete from call_events
    where id in (
      select id
      from call_events
      where outcome in ('refused', 'echoed') and id < ${idAt(before)}::uuid
        and (outcome = 'refused' or (body is null and payload_erased_at is null))
      limit ${BATCH}
      for update skip locked
    )`);
  return rowCount;
}

const Deleted = z.object({ count: z.number() });

/**
 * Deletes the entries of the audit log that were made before a moment, which leaves an entry; but none about what is on hold, and
 * none that say who had a recording that the archive still keeps. @returns how many
 */
export function deleteOldAudit(db: Database, before: Date): Promise<number> {
  return db.oneFirst(sql.type(Deleted)`select delete_old_audit(${before.toISOString()}::timestamptz) as count`);
}
