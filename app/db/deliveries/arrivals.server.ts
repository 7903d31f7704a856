import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { idAt } from "#app/lib/event-id.server.ts";

/**
 * What really came to a webhook, test data left out: the first and the latest delivery that was understood, and the latest
 * since a given moment that was not. An id is null where there is none.
 */
export const Arrival = z.object({
  endpoint: z.enum(["lead", "call"]),
  first_id: z.uuid().nullable(),
  first_at: z.date().nullable(),
  latest_id: z.uuid().nullable(),
  latest_at: z.date().nullable(),
  problem_id: z.uuid().nullable(),
  problem_at: z.date().nullable(),
  problem_outcome: z.enum(["invalid", "refused", "failed"]).nullable(),
});
export type Arrival = z.infer<typeof Arrival>;

/** For the lead and the call webhook, in this order. */
export function listArrivals(db: Database, problemsSince: Date): Promise<readonly Arrival[]> {
  const understood = sql.fragment`
    endpoint = endpoints.name and kind = endpoints.name and not is_test and outcome in ('processed', 'duplicate')`;
  return db.any(sql.type(Arrival)`
    select endpoints.name as endpoint,
      first.id as first_id, first.received_at as first_at,
      latest.id as latest_id, latest.received_at as latest_at,
      problem.id as problem_id, problem.received_at as problem_at, problem.outcome as problem_outcome
    from (values (1, 'lead'), (2, 'call')) as endpoints (place, name)
    left join lateral (
      select id, received_at from call_events where ${understood} order by id limit 1
    ) as first on true
    left join lateral (
      select id, received_at from call_events where ${understood} order by id desc limit 1
    ) as latest on true
    left join lateral (
      select id, received_at, outcome from call_events
      where endpoint = endpoints.name and not is_test and outcome in ('invalid', 'refused', 'failed')
        and id >= ${idAt(problemsSince)}::uuid
      order by id desc limit 1
    ) as problem on true
    order by endpoints.place`);
}

const KnownCall = z.object({ call_id: z.string(), occurred_at: z.date() });

/** The latest call that Convoso should know by its id; null where there is none. */
export function findLatestRealCall(db: Database): Promise<z.infer<typeof KnownCall> | null> {
  return db.maybeOne(sql.type(KnownCall)`
    select call_id, occurred_at from calls
    where not is_test and call_id not like 'derived:%'
    order by occurred_at desc, call_id desc
    limit 1`);
}
