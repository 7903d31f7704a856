import { countFailedEvents } from "#app/db/failed-events.server.ts";
import { listFigures, listTotals, type Total } from "#app/db/figures.server.ts";
import { countGivenUp } from "#app/db/given-up.server.ts";
import { installJobQueue } from "#app/db/jobs.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { findUpkeep, type Upkeep } from "#app/db/upkeep.server.ts";

/** What may need somebody now, whatever range of time is looked at. */
export type Attention = Upkeep & {
  /** Real deliveries since `since`, which is about a day ago. */
  since: Date;
  received: number;
  refused: number;
  invalid: number;
  misrouted: number;
  /** Could not be applied by a fault of ours and still are not; `stuck` of them are not tried again by themselves. */
  failed: number;
  stuck: number;
  /** Recordings of calls since `givenUpSince`, which is about a week ago. */
  givenUp: number;
  givenUpSince: Date;
  /** All there are in that state. */
  blocked: number;
  waiting: number;
};

/** All rows there are, of all times, and where the searches for recordings stand. */
export type Totals = { deliveries: number; leads: number; calls: number; recordings: number; searches: Searches };
type Searches = Record<"waiting" | "gave_up" | "absent" | "blocked", number>;

const FIVE_MINUTES = 5 * 60_000;
const DAY = 24 * 3_600_000;

/** Counts begin at full five minutes, as the figures do, so that a link can name exactly what was counted. */
const longAgo = (now: Date, milliseconds: number) =>
  new Date(Math.floor((+now - milliseconds) / FIVE_MINUTES) * FIVE_MINUTES);

export async function readAttention(db: Database, now: Date): Promise<{ attention: Attention; totals: Totals }> {
  const [since, givenUpSince] = [longAgo(now, DAY), longAgo(now, 7 * DAY)];
  await installJobQueue();
  const [recent, all, upkeep, { dead: stuck }, givenUp] = await Promise.all([
    listFigures(db, ["delivery"], [{ from: since, to: new Date(+now + DAY) }], false),
    listTotals(db, ["delivery", "lead", "call", "search"]),
    findUpkeep(db),
    countFailedEvents(db),
    countGivenUp(db, givenUpSince),
  ]);
  const totals = totalsOf(all);
  const among = (isMeant: (outcome: string, isMisrouted: boolean) => boolean) =>
    sum(recent, ({ key }) => isMeant(key.split("/")[1] ?? "", key.endsWith("/misrouted")));
  return {
    totals,
    attention: {
      ...upkeep,
      since,
      received: among(() => true),
      refused: among((outcome) => outcome === "refused"),
      invalid: among((outcome) => outcome === "invalid"),
      misrouted: among((_, isMisrouted) => isMisrouted),
      failed: sum(all, ({ subject, key }) => subject === "delivery" && key.split("/")[1] === "failed"),
      stuck,
      givenUp,
      givenUpSince,
      blocked: totals.searches.blocked,
      waiting: totals.searches.waiting,
    },
  };
}

function totalsOf(all: readonly Total[]): Totals {
  const search = (state: string) => sum(all, ({ subject, key }) => subject === "search" && key === state);
  return {
    deliveries: sum(all, ({ subject }) => subject === "delivery"),
    leads: sum(all, ({ subject }) => subject === "lead"),
    calls: sum(all, ({ subject }) => subject === "call"),
    recordings: all.reduce((total, { subject, recordings }) => (subject === "call" ? total + recordings : total), 0),
    searches: {
      waiting: search("waiting"),
      gave_up: search("gave_up"),
      absent: search("absent"),
      blocked: search("blocked"),
    },
  };
}

function sum<T extends { count: number }>(figures: readonly T[], isMeant: (figure: T) => boolean): number {
  return figures.reduce((total, figure) => (isMeant(figure) ? total + figure.count : total), 0);
}
