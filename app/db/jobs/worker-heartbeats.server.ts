import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** A worker: the id by which it locks jobs (graphile-worker's pool id), and where it runs in which version. */
export type Worker = { workerId: string; host: string; version: string };

/** Notes that a worker is alive, also one that had been given up. */
export async function saveHeartbeat(db: Database, { workerId, host, version }: Worker): Promise<void> {
  await db.query(sql.unsafe`
    insert into worker_heartbeats (worker_id, host, version)
    values (${workerId}, ${host}, ${version})
    on conflict (worker_id) do update set last_beat_at = now(), ended_at = null`);
}

/** Notes that a worker stopped. */
export async function endHeartbeat(db: Database, workerId: string): Promise<void> {
  await db.query(sql.unsafe`update worker_heartbeats set ended_at = now() where worker_id = ${workerId}`);
}

/** Declares dead the workers that were silent for `deadAfterSeconds`, and forgets those that ended a week ago. */
export async function endSilentHeartbeats(db: Database, deadAfterSeconds: number): Promise<void> {
  await db.query(sql.unsafe`
    update worker_heartbeats
    set ended_at = now()
    where ended_at is null and last_beat_at < now() - make_interval(secs => ${deadAfterSeconds})`);
  await db.query(sql.unsafe`delete from worker_heartbeats where ended_at < now() - interval '7 days'`);
}

const Workers = z.object({ running: z.number(), last_beat_at: z.date().nullable() });
export type Workers = z.infer<typeof Workers>;

/** How many workers reported within the last `silentAfterSeconds`, and when the last of all did. */
export function countWorkers(db: Database, silentAfterSeconds: number): Promise<Workers> {
  return db.one(sql.type(Workers)`
    select
      count(*) filter (
        where ended_at is null and last_beat_at > now() - make_interval(secs => ${silentAfterSeconds})
      ) as running,
      max(last_beat_at) as last_beat_at
    from worker_heartbeats`);
}

const Holder = z.object({ worker_id: z.string(), jobs: z.number() });

/**
 * Who holds jobs for longer than `deadAfterSeconds` and shows no sign of life, with the number of those jobs. That is
 * also a worker that died before its first beat, or that ended without giving its jobs back.
 */
export async function listDeadJobHolders(
  db: Database,
  deadAfterSeconds: number,
): Promise<readonly z.infer<typeof Holder>[]> {
  return db.any(sql.type(Holder)`
    select locked_by as worker_id, count(*) as jobs
    from graphile_worker.jobs
    where locked_at < now() - make_interval(secs => ${deadAfterSeconds})
      and not exists (
        select from worker_heartbeats
        where worker_id = locked_by
          and ended_at is null
          and last_beat_at > now() - make_interval(secs => ${deadAfterSeconds}))
    group by locked_by`);
}
