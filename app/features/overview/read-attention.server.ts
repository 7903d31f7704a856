import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { countFailedEvents } from "#app/db/deliveries/failed-events.server.ts";
import { listTotals, type Total } from "#app/db/figures/figures.server.ts";
import { findUpkeep, type Upkeep } from "#app/db/jobs/upkeep.server.ts";
import type { Workers } from "#app/db/jobs/worker-heartbeats.server.ts";
import { countLost } from "#app/db/keeping/archive-checks.server.ts";
import { countGivenUp } from "#app/db/recordings/given-up.server.ts";
import { countFailedLinks } from "#app/db/recordings/recording-links.server.ts";
import { tellArchive } from "#app/features/archive/tell-archive.server.ts";
import { findWorkers } from "#app/features/jobs/find-workers.server.ts";
import { countSoonAtRisk } from "#app/features/keeping/read-at-risk.server.ts";
import type { ZoneCheck } from "#app/features/names/compare-zone.server.ts";
import { describeSections } from "#app/features/names/describe-sections.server.ts";
import { countFaults, type Faults, longAgo } from "#app/features/overview/count-faults.server.ts";
import { type DispositionGap, findDispositionGap } from "#app/features/overview/find-disposition-gap.server.ts";
import { type ArchiveStanding, archiveLine } from "#app/lib/archive-line.ts";

/** What may need somebody now, whatever range of time is looked at. */
export type Attention = Upkeep & {
  workers: Workers;
  /** Of about a day. */
  faults: Faults;
  gap: DispositionGap | null;
  /** Could not be applied by a fault of ours and still are not; `stuck` of them are not tried again by themselves. */
  failed: number;
  stuck: number;
  /** Recordings of calls since `givenUpSince`, which is about a week ago. */
  givenUp: number;
  givenUpSince: Date;
  /** All there are in that state. */
  blocked: number;
  waiting: number;
  failedLinks: number;
  /** Recordings that Convoso soon deletes and the archive does not have. */
  soonAtRisk: number;
  /** Recordings of the archive whose files are missing or changed. */
  lostFiles: number;
  /** Why no recording is copied although an archive is set up; null while that works. */
  archiveTrouble: { words: string; isPaused: boolean } | null;
  /** How Convoso's own offsets fit CONVOSO_TIME_ZONE; null where none is known. */
  zone: ZoneCheck | null;
};

/** All rows there are, of all times, and where the searches for recordings stand. */
export type Totals = {
  deliveries: number;
  leads: number;
  calls: number;
  /** Believed to play, and not: their links failed. */
  recordings: number;
  failedLinks: number;
  searches: Searches;
};
type Searches = Record<"waiting" | "gave_up" | "absent" | "blocked", number>;

const DAY = 24 * 3_600_000;

export async function readAttention(db: Database, now: Date): Promise<{ attention: Attention; totals: Totals }> {
  const givenUpSince = longAgo(now, 7 * DAY);
  await installJobQueue();
  const [
    faults,
    gap,
    all,
    upkeep,
    workers,
    { dead: stuck },
    givenUp,
    failedLinks,
    { zone },
    soonAtRisk,
    lostFiles,
    standing,
  ] = await Promise.all([
    countFaults(db, longAgo(now, DAY), now),
    findDispositionGap(db, now),
    listTotals(db, ["delivery", "lead", "call", "search"]),
    findUpkeep(db),
    findWorkers(db),
    countFailedEvents(db),
    countGivenUp(db, givenUpSince),
    countFailedLinks(db),
    describeSections(db),
    countSoonAtRisk(db),
    countLost(db),
    tellArchive(db),
  ]);
  const totals = { ...totalsOf(all), failedLinks };
  return {
    totals,
    attention: {
      ...upkeep,
      workers,
      faults,
      gap,
      failed: sum(all, ({ subject, key }) => subject === "delivery" && key.split("/")[1] === "failed"),
      stuck,
      givenUp,
      givenUpSince,
      blocked: totals.searches.blocked,
      waiting: totals.searches.waiting,
      failedLinks,
      soonAtRisk,
      lostFiles,
      archiveTrouble: troubleOf(standing),
      zone,
    },
  };
}

/** The words are put together here, so that the page does not load them all. */
function troubleOf(standing: ArchiveStanding): Attention["archiveTrouble"] {
  if (standing === "off" || standing === "copying" || standing === "idle") return null;
  return { words: archiveLine(standing), isPaused: standing === "paused" };
}

function totalsOf(all: readonly Total[]): Omit<Totals, "failedLinks"> {
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
