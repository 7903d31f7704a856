import type { Database } from "#app/db/connection/pool.server.ts";
import { listTotals } from "#app/db/figures/figures.server.ts";
import type { Workers } from "#app/db/jobs/worker-heartbeats.server.ts";
import { findWorkers } from "#app/features/jobs/find-workers.server.ts";
import { countFaults, type Faults, longAgo } from "#app/features/overview/count-faults.server.ts";
import { type DispositionGap, findDispositionGap } from "#app/features/overview/find-disposition-gap.server.ts";
import { getSpoolState } from "#app/features/spool/get-spool-state.server.ts";

/** What the portal knows of why a list may be empty. */
export type Reasons = {
  /** Of the last 7 days. */
  faults: Faults;
  /** Of all times: deliveries that failed on our side and still are not applied, and the rows that there are. */
  failed: number;
  deliveries: number;
  leads: number;
  calls: number;
  /** On this machine's disk, not stored yet. */
  waiting: number;
  workers: Workers;
  gap: DispositionGap | null;
};

const WEEK = 7 * 24 * 3_600_000;

export async function readReasons(db: Database, now = new Date()): Promise<Reasons> {
  const [faults, totals, { waiting }, workers, gap] = await Promise.all([
    countFaults(db, longAgo(now, WEEK), now),
    listTotals(db, ["delivery", "lead", "call"]),
    getSpoolState(),
    findWorkers(db),
    findDispositionGap(db, now),
  ]);
  const count = (asked: string, isMeant = (_key: string) => true) =>
    totals
      .filter(({ subject, key }) => subject === asked && isMeant(key))
      .reduce((sum, figure) => sum + figure.count, 0);
  return {
    faults,
    failed: count("delivery", (key) => key.split("/")[1] === "failed"),
    deliveries: count("delivery"),
    leads: count("lead"),
    calls: count("call"),
    waiting,
    workers,
    gap,
  };
}
