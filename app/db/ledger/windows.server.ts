import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { WINDOW_STATES } from "#app/lib/ledger-words.ts";

/**
 * An hour of account time as the ledger shows it. `starts_at` identifies it; one that autumn repeats lasts two hours.
 * `calls_there` and `calls_here`: how many calls Convoso and we have in it, null until it was compared; test data, calls
 * whose id is derived, and calls that are going on do not count. `open` and `accepted`: how many differences it has.
 * `reason`: why it could not be asked or compared the last time; also on an hour that was compared before. `next_ask_at`:
 * when Convoso is asked again, null for never.
 */
export const LedgerWindow = z.object({
  starts_at: z.date(),
  ends_at: z.date(),
  state: z.enum(WINDOW_STATES),
  reason: z.string().nullable(),
  failure: z.string().nullable(),
  calls_there: z.number().nullable(),
  calls_here: z.number().nullable(),
  open: z.number(),
  accepted: z.number(),
  asked_at: z.date().nullable(),
  compared_at: z.date().nullable(),
  next_ask_at: z.date().nullable(),
});
export type LedgerWindow = z.infer<typeof LedgerWindow>;

/** The differences that a window has now, counted. */
const counted = sql.fragment`
  left join lateral (
    select count(*) filter (where state = 'open') as open, count(*) filter (where state = 'accepted') as accepted,
      count(*) filter (where kind = 'missing_here') as missing_here,
      count(*) filter (where kind = 'missing_there') as missing_there
    from ledger_differences
    where window_start = ledger_windows.starts_at and state in ('open', 'accepted')
  ) as found on true`;

const columns = sql.fragment`
  starts_at, ends_at, reason, failure, calls_there, calls_there - missing_here + missing_there as calls_here, open, accepted,
  asked_at, compared_at, next_ask_at,
  case
    when answer is null then 'not asked'
    when answer <> 'compared' then answer
    when open > 0 then 'differs'
    when accepted > 0 then 'accepted'
    else 'equal'
  end as state`;

const at = (moment: Date): FragmentSqlToken => sql.fragment`${moment.toISOString()}::timestamptz`;

/** The windows that begin from `from` on and before `to`, in order: a day of account time, or a calendar of days. */
export function listWindows(db: Database, { from, to }: { from: Date; to: Date }): Promise<readonly LedgerWindow[]> {
  return db.any(sql.type(LedgerWindow)`
    select ${columns}
    from ledger_windows
    ${counted}
    where starts_at >= ${at(from)} and starts_at < ${at(to)}
    order by starts_at`);
}

/** The window that begins at this moment, or null. */
export function findWindow(db: Database, startsAt: Date): Promise<LedgerWindow | null> {
  return db.maybeOne(sql.type(LedgerWindow)`
    select ${columns} from ledger_windows ${counted} where starts_at = ${at(startsAt)}`);
}

const Summary = z.object({
  first: z.date().nullable(),
  since: z.date().nullable(),
  checked_to: z.date().nullable(),
  missing_here: z.number(),
  missing_there: z.number(),
  differing: z.number(),
  accepted: z.number(),
  unknown_hours: z.number(),
  failing_hours: z.number(),
  last_reason: z.string().nullable(),
});
/**
 * The ledger in one line. `checked_to`: the end of the latest compared hour. `since`: from this moment to `checked_to` every
 * hour is compared; null where none is. `first`: where the ledger begins. `missing_here`, `missing_there`, `differing`: open
 * differences of all hours. `unknown_hours`: hours that are not compared, because nobody asked, could ask, or could compare;
 * `failing_hours`: hours whose last question failed, with the latest `last_reason`.
 */
export type LedgerSummary = z.infer<typeof Summary>;

/** What the Overview and the health details say of the ledger. */
export function findLedgerSummary(db: Database): Promise<LedgerSummary> {
  return db.one(sql.type(Summary)`
    with latest as (
      select max(ends_at) as checked_to from ledger_windows where answer = 'compared'
    ), gap as (
      select max(ends_at) as after from ledger_windows, latest
      where answer is distinct from 'compared' and starts_at < checked_to
    ), found as (
      select count(*) filter (where state = 'open' and kind = 'missing_here') as missing_here,
        count(*) filter (where state = 'open' and kind = 'missing_there') as missing_there,
        count(*) filter (where state = 'open' and kind = 'differs') as differing,
        count(*) filter (where state = 'accepted') as accepted
      from ledger_differences
      where state in ('open', 'accepted')
    ), hours as (
      select min(starts_at) as first,
        min(starts_at) filter (where answer = 'compared' and ((select after from gap) is null or starts_at >= (select after from gap)))
          as since,
        count(*) filter (where answer is distinct from 'compared') as unknown_hours,
        count(*) filter (where failures > 0) as failing_hours
      from ledger_windows
    )
    select first, since, checked_to, missing_here, missing_there, differing, accepted, unknown_hours, failing_hours,
      (select reason from ledger_windows where failures > 0 order by asked_at desc limit 1) as last_reason
    from latest, found, hours`);
}
