import { randomUUID } from "node:crypto";
import { getArchiveState, saveHold } from "#app/db/archive/archive-state.server.ts";
import { type Copy, leaseNextCopy, saveNotCopied } from "#app/db/archive/recording-copies.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import { copyRecording, LEASE_SECONDS } from "#app/features/archive/copy-recording.server.ts";
import { asHold, findLackOfRoom, findTrouble, type Hold } from "#app/features/archive/find-trouble.server.ts";
import { judgeAnswer } from "#app/features/archive/judge-answer.server.ts";
import { noteSilence, type Silence } from "#app/features/archive/note-silence.server.ts";
import { archiveStore } from "#app/features/archive/open-archive.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { waitForRecordingTurn } from "#app/features/recordings/wait-for-turn.server.ts";
import type { ArchiveHold } from "#app/lib/archive-holds.ts";
import { log } from "#app/log.server.ts";
import { type Store, StoreFault } from "#app/store/store.server.ts";

/** Copies at the same time: a long recording does not hold up the others. */
const AT_ONCE = 3;
/** Who pauses it waits for so long at most, and for a file that is being written to the store. */
const LOOK_EVERY_MS = 1_000;
const PAUSED = new Error("Somebody paused the archive.");
const LANES_ARE_OVER = new Error("All lanes of the archive are over.");

/** `held`: what is stored as a hold from before the run. `hold`: what has ended it. */
type Run = {
  db: Database;
  store: Store;
  signal: AbortSignal;
  silence: Silence;
  held: ArchiveHold | null;
  hold: Hold | null;
};

/**
 * Copies recordings until none is due, some at a time, at the pace that their host bears. Ends early when `signal` aborts,
 * when a person pauses it, and when nothing can be copied: that is then said on the page of the archive.
 */
export async function runArchive(signal?: AbortSignal): Promise<"over" | "unfinished" | "held" | "paused" | "off"> {
  const store = archiveStore();
  if (!store) return "off";
  const db = await pool();
  const { paused_at, held } = await getArchiveState(db);
  if (paused_at !== null) return "paused";
  const ending = new AbortController();
  const run: Run = {
    db,
    store,
    signal: AbortSignal.any([ending.signal, ...(signal ? [signal] : [])]),
    silence: noteSilence(),
    held,
    hold: await findTrouble(db, store, held),
  };
  const lanes = Array.from({ length: AT_ONCE }, () => copyInTurn(run));
  const watching = setInterval(() => void look(run, ending), LOOK_EVERY_MS);
  try {
    await Promise.all(lanes);
  } finally {
    clearInterval(watching);
    ending.abort(LANES_ARE_OVER);
    await Promise.allSettled(lanes);
  }
  const away = run.silence.away();
  if (away.length > 0) run.hold ??= { why: "host away", detail: `No answer from ${away.join(", ")}.` };
  const isPausedNow = ending.signal.reason === PAUSED;
  const isOver = !run.hold && !isPausedNow && !signal?.aborted;
  if (run.hold) await saveHold(db, run.hold);
  else if (isOver) await endHold(run);
  announceChange("recordings");
  if (run.hold) return "held";
  if (isPausedNow) return "paused";
  return isOver ? "over" : "unfinished";
}

/** Forgets the hold from before the run; one that was noted in the meantime stays until the store is looked at again. */
async function endHold(run: Run): Promise<void> {
  if (run.held !== null) await saveHold(run.db, null);
  run.held = null;
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
    const copy = await leaseNextCopy(db, randomUUID(), LEASE_SECONDS, run.silence.away());
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
    if (outcome === "archived") await endHold(run);
    run.silence.note(copy.url, outcome === "away");
    return false;
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
