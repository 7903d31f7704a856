import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** A span of account time. */
export type Hour = { startsAt: Date; endsAt: Date };

/** A window that is due. `failures`: how often in a row it could not be asked. */
export type DueWindow = Hour & { failures: number };

const Edges = z.object({ first: z.date().nullable(), last: z.date().nullable() });

/** Where the ledger begins, and where its last window ends; null where there is none. */
export function findEdges(db: Database): Promise<z.infer<typeof Edges>> {
  return db.one(sql.type(Edges)`select min(starts_at) as first, max(ends_at) as last from ledger_windows`);
}

/** Adds windows, to be asked at their `nextAskAt`; what is there stays as it is. @returns how many are new */
export async function insertWindows(db: Database, hours: readonly (Hour & { nextAskAt: Date })[]): Promise<number> {
  const { rowCount } = await db.query(sql.unsafe`
    insert into ledger_windows (starts_at, ends_at, next_ask_at)
    select "startsAt", "endsAt", "nextAskAt"
    from json_to_recordset(${JSON.stringify(hours)}::json)
      as hour ("startsAt" timestamptz, "endsAt" timestamptz, "nextAskAt" timestamptz)
    on conflict (starts_at) do nothing`);
  return rowCount;
}

const Any = z.object({ any: z.boolean() });

/** Whether any window was asked for by the clock of another zone. */
export function hasOtherZone(db: Database, timeZone: string): Promise<boolean> {
  return db.oneFirst(sql.type(Any)`
    select exists (select from ledger_windows where time_zone <> ${timeZone}) as any`);
}

/**
 * Makes these the windows, none of them asked for yet unless it was by this zone's clock: by another one, Convoso was asked
 * for other hours. Those that are not among them go, with their differences.
 */
export async function replaceWindows(
  db: Database,
  hours: readonly (Hour & { nextAskAt: Date })[],
  timeZone: string,
): Promise<void> {
  await db.query(sql.unsafe`
    delete from ledger_windows as kept
    where not exists (
      select from json_to_recordset(${JSON.stringify(hours)}::json) as hour ("startsAt" timestamptz, "endsAt" timestamptz)
      where ("startsAt", "endsAt") = (kept.starts_at, kept.ends_at))`);
  await db.query(sql.unsafe`
    update ledger_windows
    set answer = null, reason = null, failure = null, failures = 0, calls_there = null, asked_at = null, compared_at = null,
      time_zone = null, next_ask_at = now()
    where answer is not null and time_zone is distinct from ${timeZone}`);
  await insertWindows(db, hours);
}

const Now = z.object({ now: z.date() });

/**
 * The time by the database's clock, or by ours where that is behind it: by a clock that is ahead, an hour would be asked for
 * that is not over.
 */
export function findNow(db: Database): Promise<Date> {
  return db.oneFirst(sql.type(Now)`
    select least(clock_timestamp(), ${new Date().toISOString()}::timestamptz) as now`);
}

const DueWindow = z.object({ startsAt: z.date(), endsAt: z.date(), failures: z.number() });

/** The newest window that is due, or null. */
export function findDueWindow(db: Database, now: Date): Promise<DueWindow | null> {
  return db.maybeOne(sql.type(DueWindow)`
    select starts_at as "startsAt", ends_at as "endsAt", failures
    from ledger_windows
    where next_ask_at <= ${now.toISOString()}::timestamptz
    order by starts_at desc
    limit 1`);
}

/** What came of asking for a window by the clock of `timeZone`. `callsThere` is set where it was compared; `failure` where it could not be asked. */
export type WindowAnswer = {
  startsAt: Date;
  timeZone?: string;
  askedAt: Date;
  questions: number;
  nextAskAt: Date | null;
} & (
  | { answer: "compared"; callsThere: number }
  | { answer: "not comparable"; reason: string }
  | { answer: "could not ask"; reason: string; failure: string }
);

/** Notes what came of asking for a window. One that was compared before stays so when it cannot be asked. */
export async function saveWindowAnswer(db: Database, asked: WindowAnswer): Promise<void> {
  const { startsAt, timeZone = null, askedAt, questions, nextAskAt, answer } = asked;
  const [at, next] = [askedAt.toISOString(), nextAskAt?.toISOString() ?? null];
  const isCompared = answer === "compared";
  await db.query(sql.unsafe`
    update ledger_windows
    set answer = case when ${answer} = 'could not ask' then coalesce(answer, ${answer}) else ${answer} end,
      reason = ${isCompared ? null : asked.reason}, failure = ${answer === "could not ask" ? asked.failure : null},
      failures = case when ${answer} = 'could not ask' then least(failures + 1, 1000) else 0 end,
      calls_there = coalesce(${isCompared ? asked.callsThere : null}::integer, calls_there),
      questions = questions + ${questions}, asked_at = ${at}::timestamptz,
      compared_at = case when ${isCompared} then ${at}::timestamptz else compared_at end,
      next_ask_at = ${next}::timestamptz, time_zone = coalesce(${timeZone}, time_zone)
    where starts_at = ${startsAt.toISOString()}::timestamptz`);
}

/** Has the windows asked now that could not be asked the last time: the token may be new. */
export async function resumeFailedWindows(db: Database): Promise<void> {
  await db.query(sql.unsafe`update ledger_windows set next_ask_at = now() where failures > 0`);
}

/** Has these windows asked now; those that begin from `from` on and before `to`. @returns how many there are */
export async function updateDueNow(db: Database, { from, to }: { from: Date; to: Date }): Promise<number> {
  const { rowCount } = await db.query(sql.unsafe`
    update ledger_windows set next_ask_at = now()
    where starts_at >= ${from.toISOString()}::timestamptz and starts_at < ${to.toISOString()}::timestamptz
      and ends_at <= now()`);
  return rowCount;
}
