import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type EventFilter, splitConditions } from "#app/db/deliveries/event-filter.server.ts";
import type { PageRequest } from "#app/db/lists/page.server.ts";
import { LOOK, SCAN_LIMITS, type ScanLimits, type Unfinished } from "#app/db/lists/unfinished.server.ts";
import { where } from "#app/db/lists/where.server.ts";
import { momentOf } from "#app/lib/event-id.server.ts";

/** Before every delivery. */
export const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** `looked` and `last` are null where enough was found: then it was not looked at all of it. */
const Look = z.object({ ids: z.array(z.uuid()), looked: z.number().nullable(), last: z.uuid().nullable() });

/**
 * The ids of up to `size` deliveries that match, in the order in which they are found: downwards from the newest or from
 * `asked.before`, upwards from `asked.after`. What no index finds is looked for row by row, in looks that end where enough is
 * found, and only so far; `unfinished` then tells from where to go on.
 */
export async function scanEvents(
  db: Database,
  filter: EventFilter,
  asked: PageRequest,
  size: number,
  limits: ScanLimits = SCAN_LIMITS,
): Promise<{ ids: string[]; unfinished: Unfinished | null }> {
  const { indexed, others, isNarrow } = splitConditions(filter);
  const isUpwards = asked.after !== undefined;
  const order = isUpwards ? sql.fragment`asc` : sql.fragment`desc`;
  const look = Math.ceil(LOOK / Math.max(others.length, 1));
  const start = Date.now();
  const ids: string[] = [];
  let cursor = asked.after ?? asked.before;
  let total = 0;
  for (;;) {
    const missing = size - ids.length;
    const atMost = others.length === 0 ? missing : Math.min(look, Math.max(limits.rows - total, 1));
    const beyond =
      cursor !== undefined && (isUpwards ? sql.fragment`id > ${cursor}::uuid` : sql.fragment`id < ${cursor}::uuid`);
    // PostgreSQL works out the rows of `looked` one by one, as they are asked for: as soon as enough match, no others are read.
    // They come in the order in which they were put there; to ask for that order would have all of them read first.
    const {
      ids: found,
      looked,
      last,
    } = await db.one(sql.type(Look)`
      with looked as materialized (
        select call_events.id, ${others.length === 0 ? sql.fragment`true` : sql.join(others, sql.fragment` and `)} as is_match
        from (
          select * from call_events ${where(...indexed, beyond)} order by id ${order} ${isNarrow ? sql.fragment`` : sql.fragment`limit ${atMost}`}
        ) as call_events
      ),
      found as materialized (select array(select id from looked where is_match limit ${missing}) as ids)
      select ids,
        case when cardinality(ids) < ${missing} then (select count(*) from looked) end as looked,
        case when cardinality(ids) < ${missing} then
          (select id from looked order by id ${isUpwards ? sql.fragment`desc` : sql.fragment`asc`} limit 1) end as last
      from found`);
    ids.push(...found);
    if (looked === null || last === null || isNarrow || looked < atMost) return { ids, unfinished: null };
    total += looked;
    cursor = last;
    if (total < limits.rows && Date.now() - start < limits.milliseconds) continue;
    return { ids, unfinished: { looked: total, cursor: last, lastAt: momentOf(last) } };
  }
}
