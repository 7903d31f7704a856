import { findFirstWithoutDisposition } from "#app/db/calls/first-without-disposition.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { listDispositionShares } from "#app/db/figures/disposition-shares.server.ts";
import { findRise, sumParts } from "#app/lib/find-rise.ts";

/** Since when most calls have no disposition, with how many of them, and how many of those before. */
export type DispositionGap = {
  since: Date;
  calls: number;
  without: number;
  /** Of the month before. Null: it was always so, as far as a month tells. */
  before: { calls: number; without: number } | null;
};

const DAY = 24 * 3_600_000;
const LOOKED_AT_DAYS = 31;
/** Fewer may be calls that are going on. */
const FEWEST = 5;

/**
 * Looks whether the latest calls lack their dispositions, test data left out. Days are compared first and then the quarters
 * of an hour around the change, so that a month is read as a few hundred figures.
 * @returns null while most calls have one
 */
export async function findDispositionGap(db: Database, now: Date): Promise<DispositionGap | null> {
  const from = new Date(Math.floor(+now / DAY) * DAY - LOOKED_AT_DAYS * DAY);
  const to = new Date(+now + DAY);
  const days = await listDispositionShares(db, 1440, { from, to });
  if (!isMost(latest(days))) return null;
  const day = days[findRise(days)] ?? days[0];
  if (day === undefined) return null;
  const around = { from: new Date(+day.from - DAY), to: new Date(+day.from + 2 * DAY) };
  const quarters = await listDispositionShares(db, 15, around);
  const start = quarters[findRise(quarters)]?.from ?? day.from;
  const before = sumParts(await sharesUntil(db, days, start));
  const all = sumParts(days);
  const after = { calls: all.calls - before.calls, without: all.without - before.without };
  if (!isMost(after)) return null;
  const first = await findFirstWithoutDisposition(db, start);
  return { ...after, since: first ?? start, before: before.calls === 0 ? null : before };
}

type Shares = Awaited<ReturnType<typeof listDispositionShares>>;

/** Whole days before the moment, and the quarters of that day. */
async function sharesUntil(db: Database, days: Shares, moment: Date): Promise<Shares> {
  const midnight = new Date(Math.floor(+moment / DAY) * DAY);
  const quarters = await listDispositionShares(db, 15, { from: midnight, to: moment });
  return [...days.filter(({ from }) => from < midnight), ...quarters];
}

/** The latest days that have enough calls to judge by. */
function latest(days: Shares) {
  let place = days.length;
  while (place > 0 && sumParts(days.slice(place)).calls < FEWEST) place--;
  return sumParts(days.slice(place));
}

const isMost = ({ calls, without }: { calls: number; without: number }) => without >= FEWEST && without * 2 >= calls;
