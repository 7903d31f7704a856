import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

const levels = sql.fragment`
  figure_levels(figure.subject, figure.minutes, figure.bucket, figure.key) as level`;

const Count = z.object({ count: z.number() });

/** Adds up to `atMost` of the noted changes to the figures. @returns how many there were */
export function foldFigures(db: Database, atMost: number): Promise<number> {
  return db.oneFirst(sql.type(Count)`select fold_figures(${atMost}) as count`);
}

/**
 * Counts all rows and compares. Zero is what the triggers guarantee: anything else is a fault of ours, or of somebody who
 * switched them off. Takes as long as reading all tables does.
 * @returns how many figures differ from their recount, those of longer buckets included
 */
export function countWrongFigures(db: Database): Promise<number> {
  return db.oneFirst(sql.type(Count)`
    with kept as (
      select subject, minutes, bucket, key, is_test, count, seconds, recordings from figures
      union all
      select level.subject, level.minutes, level.bucket, level.key, is_test, count, seconds, recordings
      from figure_deltas as figure cross join lateral ${levels}
    ), counted as (
      select level.subject, level.minutes, level.bucket, level.key, is_test, count, seconds, recordings
      from counted_figures as figure cross join lateral ${levels}
    ), differing as (
      select subject, minutes, bucket, key, is_test
      from (
        select * from kept
        union all
        select subject, minutes, bucket, key, is_test, -count, -seconds, -recordings from counted
      ) as figure
      group by subject, minutes, bucket, key, is_test
      having sum(count) <> 0 or sum(seconds) <> 0 or sum(recordings) <> 0
    )
    select count(*) as count from differing`);
}

/** Counts all rows again and makes that the figures. */
export async function recountFigures(db: Database): Promise<void> {
  await db.query(sql.unsafe`select recount_figures()`);
}

/** Lets the statements of the caller's transaction take as long as they take. */
export async function takeTime(transaction: Database): Promise<void> {
  await transaction.query(sql.unsafe`set local statement_timeout = 0`);
}
