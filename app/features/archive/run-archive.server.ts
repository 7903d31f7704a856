import { randomUUID } from "node:crypto";
import { getArchiveState, saveHold } from "#app/db/archive/archive-state.server.ts";
import { type Copy, leaseNextCopy, saveNotCopied } from "#app/db/archive/recording-copies.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { copyRecording, LEASE_SECONDS } from "#app/features/archive/copy-recording.server.ts";
import { asHold, findLackOfRoom, findTrouble, type Hold } from "#app/features/archive/find-trouble.server.ts";
import { judgeAnswer } from "#app/features/archive/judge-answer.server.ts";
import { archiveStore } from "#app/features/archive/open-archive.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { waitForRecordingTurn } from "#app/features/recordings/wait-for-turn.server.ts";
import { log } from "#app/log.server.ts";
import { type Store, StoreFault } from "#app/store/store.server.ts";

/** Copies at the same time: a long recording does not hold up the others. */
const AT_ONCE = 3;
/** So many recordings in a row whose host does not answer mean that it is away. */
const MOST_AWAY = 5;
/** Who pauses it waits for so long at most, and for a file that is being written to the store. */
const LOOK_EVERY_MS = 1_000;
const PAUSED = new Error("Somebody paused the archive.");
const LANES_ARE_OVER = new Error("All lanes of the archive are over.");

type Run = { db: Database; store: Store; signal: AbortSignal; awayInARow: number; hold: Hold | null };

/**
 * Copies recordings until none is due, some at a time, at the pace that their host bears. Ends early when `signal` aborts,
 * when a person pauses it, and when nothing can be copied: that is then said on the page of the archive.
 */
export async function runArchive(signal?: AbortSignal): Promise<"over" | "unfinished" | "held" | "paused" | "off"> {
  const store = archiveStore();
  if (!store) return "off";
  const db = await pool();
  if (await isPaused(db)) return "paused";
  const ending = new AbortController();
  const run: Run = {
    db,
    store,
    signal: AbortSignal.any([ending.signal, ...(signal ? [signal] : [])]),
    awayInARow: 0,
    hold: null,
  };
  run.hold = await findTrouble(db, store);
  const lanes = Array.from({ length: AT_ONCE }, () => copyInTurn(run));
  const watching = setInterval(() => void look(run, ending), LOOK_EVERY_MS);
  try {
    await Promise.all(lanes);
  } finally {
    clearInterval(watching);
    ending.abort(LANES_ARE_OVER);
    await Promise.allSettled(lanes);
  }
  if (run.hold || (await getArchiveState(db)).held) await saveHold(db, run.hold);
  announceChange("recordings");
  if (run.hold) return "held";
  if (ending.signal.reason === PAUSED) return "paused";
  return signal?.aborted ? "unfinished" : "over";
}

const isPaused = async (db: Database) => (await getArchiveState(db)).paused_at !== null;

/** Whether somebody paused it meanwhile, and whether there is still room. What fails here fails for those that copy as well. */
async function look(run: Run, ending: AbortController): Promise<void> {
  const [isOver, trouble] = await Promise.all([
    isPaused(run.db).catch(() => false),
    findLackOfRoom(run.store).catch(() => null),
  ]);
  if (isOver) ending.abort(PAUSED);
  run.hold ??= trouble;
}

async function copyInTurn(run: Run): Promise<void> {
  const { db, signal } = run;
  while (!signal.aborted && !run.hold) {
    const copy = await leaseNextCopy(db, randomUUID(), LEASE_SECONDS);
    if (!copy) return;
    const isOver = await copyOne(run, copy);
    announceChange("recordings");
    if (isOver) return;
  }
}

/** @returns whether nothing more can be copied now */
async function copyOne(run: Run, copy: Copy): Promise<boolean> {
  const { db, store, signal } = run;
  const stillDue = { state: "due", reason: null, nextTryAt: null, tries: copy.tries } as const;
  try {
    if (!(await waitForRecordingTurn(db))) {
      run.hold ??= { why: "host away", detail: "The host limits the request rate." };
      await saveNotCopied(db, copy, stillDue);
      return true;
    }
    const outcome = await copyRecording(db, store, copy, signal);
    run.awayInARow = outcome === "away" ? run.awayInARow + 1 : 0;
    if (run.awayInARow >= MOST_AWAY)
      run.hold ??= { why: "host away", detail: "The host of the recordings does not answer." };
    return run.awayInARow >= MOST_AWAY;
  } catch (error) {
    if (error instanceof StoreFault) {
      run.hold ??= asHold(error);
      await saveNotCopied(db, copy, stillDue);
      return true;
    }
    if (isDatabaseAway(error)) throw error;
    if (signal.aborted) {
      await saveNotCopied(db, copy, stillDue);
      return true;
    }
    // A fault of ours in one recording must not hold up the others.
    log().error({ err: error, recordingId: copy.id }, "a recording could not be copied to the archive");
    const { RECORDING_LIFETIME_DAYS: lifetimeDays } = env();
    await saveNotCopied(db, copy, judgeAnswer("error", { ...copy, lifetimeDays }, new Date()));
    return false;
  }
}
