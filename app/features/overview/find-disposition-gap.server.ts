import { type Flagged, listFlagged } from "#app/db/calls/disposition-flags.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { listDispositionShares } from "#app/db/figures/disposition-shares.server.ts";
import { findGap, type Part, sumParts } from "#app/lib/find-gap.ts";

/** Since when most calls have no disposition, with how many of them, and how many of those before. */
export type DispositionGap = {
  since: Date;
  calls: number;
  without: number;
  /** Of the month before; of a campaign, of its last few thousand calls. Null: it was always so, as far as that tells. */
  before: Part | null;
  /** Null: of all campaigns together. */
  campaign: string | null;
};

const DAY = 24 * 3_600_000;
const QUARTER = 900_000;
const LOOKED_AT_DAYS = 31;
/** So many of the latest calls tell whether there is a gap now. Where test data is among them, they are fewer. */
const LATEST = 1_000;
const RECENT = 50;
/** Fewer may be calls that are going on. */
const FEWEST = 5;
/** A campaign alone needs more calls: of many campaigns, one has a few odd calls at any time. */
const FEWEST_OF_CAMPAIGN = 20;
/** So many calls, the latest, are read one by one at most. */
const MOST_READ = 20_000;
const MOST_READ_OF_CAMPAIGN = 5_000;

/** Looks whether the latest calls, or those of one campaign, lack their dispositions. Test data does not count. */
export async function findDispositionGap(db: Database, now: Date): Promise<DispositionGap | null> {
  const before = new Date(+now + DAY);
  const latest = await listFlagged(db, LATEST, { before });
  return isMost(recentOf(latest)) ? await findOfAll(db, now) : await findOfCampaign(db, latest, before);
}

/** Of about a day and 50 calls, at least as many as tell anything. What is going on has no disposition yet. */
function recentOf(calls: readonly Flagged[]): Part {
  const over = calls.filter(({ is_over }) => is_over).slice(-RECENT);
  const since = +(over.at(-1)?.at ?? 0) - DAY;
  return sumParts(over.filter(({ at }, place) => +at > since || place >= over.length - FEWEST));
}

/** The day in which it began, then the quarter of an hour, then the call: so a month is read as a few hundred figures. */
async function findOfAll(db: Database, now: Date): Promise<DispositionGap | null> {
  const from = new Date(Math.floor(+now / DAY) * DAY - LOOKED_AT_DAYS * DAY);
  const days = await listDispositionShares(db, 1440, { from, to: new Date(+now + DAY) });
  const day = around(days, DAY);
  if (day === null) return null;
  const quarter = around(await listDispositionShares(db, 15, day), QUARTER);
  if (quarter === null) return null;
  const calls = await listFlagged(db, MOST_READ, { from: quarter.from, before: quarter.to });
  const first = calls[findGap(calls)];
  if (first === undefined) return null;
  const after = sumParts([...calls.slice(calls.indexOf(first)), quarter.later, day.later]);
  return isMost(after) ? { ...after, since: first.at, before: rest(sumParts(days), after), campaign: null } : null;
}

type Shares = Awaited<ReturnType<typeof listDispositionShares>>;

/** The span in which the gap begins: the part that {@link findGap} finds, and the one before, whose end may belong to it. */
function around(parts: Shares, length: number): { from: Date; to: Date; later: Part } | null {
  const place = findGap(parts);
  const [first, last] = [parts[Math.max(0, place - 1)], parts[Math.min(place, parts.length - 1)]];
  if (first === undefined || last === undefined) return null;
  return { from: first.from, to: new Date(+last.from + length), later: sumParts(parts.slice(place + 1)) };
}

/** The first campaign whose latest calls lack what its calls before had. */
async function findOfCampaign(db: Database, latest: readonly Flagged[], before: Date): Promise<DispositionGap | null> {
  for (const [campaign, of] of Map.groupBy(latest, ({ campaign }) => campaign)) {
    if (campaign === null || of.length < FEWEST_OF_CAMPAIGN || !isMost(recentOf(of))) continue;
    const calls = await listFlagged(db, MOST_READ_OF_CAMPAIGN, { before, campaign });
    const place = findGap(calls);
    const [was, after] = [sumParts(calls.slice(0, place)), sumParts(calls.slice(place))];
    const since = calls[place]?.at;
    if (since && after.without >= FEWEST_OF_CAMPAIGN && was.calls > 0 && !isMost(was))
      return { ...after, since, before: was, campaign };
  }
  return null;
}

function rest(all: Part, after: Part): Part | null {
  const calls = all.calls - after.calls;
  return calls <= 0 ? null : { calls, without: Math.max(0, all.without - after.without) };
}

const isMost = ({ calls, without }: Part) => without >= FEWEST && without * 2 >= calls;
