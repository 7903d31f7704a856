import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

const Turn = z.object({ wait_ms: z.number() });

const A_DAY_SECONDS = 86_400;

/**
 * Takes the next turn to ask `host`, of which there are `perSecond` for all processes together. The clock is PostgreSQL's.
 * @returns in how many milliseconds it is; null where none is free within so many seconds
 */
export function takeTurn(
  db: Database,
  host: string,
  perSecond: number,
  withinSeconds = A_DAY_SECONDS,
): Promise<number | null> {
  return db.maybeOneFirst(sql.type(Turn)`
    insert into request_pace as pace (host, next_at)
    values (${host}, clock_timestamp() + make_interval(secs => 1 / ${perSecond}::float8))
    on conflict (host) do update
      set next_at = greatest(pace.next_at, clock_timestamp()) + make_interval(secs => 1 / ${perSecond}::float8)
      where pace.next_at < clock_timestamp() + make_interval(secs => ${withinSeconds})
    returning greatest(0, extract(epoch from next_at - clock_timestamp()) * 1000 - 1000 / ${perSecond}::float8)::float8
      as wait_ms`);
}

/** Lets nobody take a turn for so long. */
export async function holdTurns(db: Database, host: string, seconds: number): Promise<void> {
  await db.query(sql.unsafe`
    update request_pace set next_at = greatest(next_at, clock_timestamp() + make_interval(secs => ${seconds}::float8))
    where host = ${host}`);
}
