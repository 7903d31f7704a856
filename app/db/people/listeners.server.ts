import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** Somebody who played a call's recording: how often, and when last. Who plays it again within ten minutes counts once. */
const Listener = z.object({ call_id: z.string(), actor: z.string(), times: z.number(), last_at: z.date() });
export type Listener = z.infer<typeof Listener>;

/** Who listened to each of these calls, the latest first. */
export function listListeners(db: Database, callIds: readonly string[]): Promise<readonly Listener[]> {
  return db.any(sql.type(Listener)`
    select target as call_id, actor, count(*) as times, max(at) as last_at
    from audit_log
    where target = any(${sql.array([...callIds], "text")}) and action = 'play recording'
    group by target, actor
    order by last_at desc`);
}
