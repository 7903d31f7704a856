import { setTimeout as sleep } from "node:timers/promises";
import { recordFailedApply } from "#app/db/failed-events.server.ts";
import { isDatabaseAway } from "#app/db/is-database-away.server.ts";
import { installJobQueue } from "#app/db/jobs.server.ts";
import { type Database, pool } from "#app/db/pool.server.ts";
import { findReplay, holdReplay, type Replay, type ReplayStep, saveReplayStep } from "#app/db/replays.server.ts";
import { FIRST_ID, scanEvents } from "#app/db/scan-events.server.ts";
import { listReplayable, listWithin } from "#app/db/stored-events.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { applyStored } from "#app/features/replays/apply-stored.server.ts";
import { log } from "#app/log.server.ts";

/** Deliveries in one transaction: a moment's work, so that new ones about the same calls hardly wait. */
const BATCH = 100;
const BATCH_BYTES = 4 * 1024 * 1024;
const PAUSE_MS = 20;

/** The next few deliveries of a replay. `reached`: how far it is when they are done. */
type Next = { ids: string[]; reached: string | null; isLast: boolean };

/**
 * Works a replay off, in small steps, each in a transaction with the note of how far it is: whenever this ends, it goes on
 * there, and no delivery is applied twice. Ends early when `signal` aborts.
 * @returns false where it is not over yet
 */
export async function runReplay(id: number, signal?: AbortSignal): Promise<boolean> {
  const db = await pool();
  await installJobQueue();
  while (!signal?.aborted) {
    const replay = await findReplay(db, id);
    if (replay?.state !== "running") return true;
    await takeStep(db, replay, await findNext(db, replay));
    announceChange("replays");
    announceChange("deliveries");
    await sleep(PAUSE_MS);
  }
  return false;
}

async function findNext(db: Database, { filter, reached }: Replay): Promise<Next> {
  const { ids, unfinished } = await scanEvents(db, filter, { after: reached ?? FIRST_ID }, BATCH);
  const within = await listWithin(db, ids, BATCH_BYTES);
  const last = within.at(-1) ?? null;
  if (within.length < ids.length) return { ids: within, reached: last, isLast: false };
  if (unfinished) return { ids, reached: unfinished.lastId, isLast: false };
  return { ids, reached: last, isLast: ids.length < BATCH };
}

async function takeStep(db: Database, replay: Replay, next: Next): Promise<void> {
  try {
    await applyAll(db, replay, next);
    return;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log().warn({ err: error, replay: replay.id }, "deliveries could not be applied together, and are so one by one");
  }
  let { reached } = replay;
  for (const id of next.ids) {
    await applyAlone(db, { id: replay.id, reached }, id);
    reached = id;
  }
  const none = { applied: 0, skipped: 0, changedIds: [], failedIds: [] };
  await db.transaction(async (transaction) => {
    if (!(await holdReplay(transaction, { id: replay.id, reached }))) return;
    await saveReplayStep(transaction, replay.id, { ...none, reached: next.reached, isLast: next.isLast });
  });
}

type Place = Pick<Replay, "id" | "reached">;

async function applyAll(db: Database, place: Place, { ids, reached, isLast }: Next): Promise<void> {
  await db.transaction(async (transaction) => {
    if (!(await holdReplay(transaction, place))) return;
    const events = await listReplayable(transaction, ids);
    const applied = await applyStored(transaction, events);
    const isUnderstood = ({ outcome }: { outcome: string }) => outcome === "processed" || outcome === "duplicate";
    const step: ReplayStep = {
      reached,
      isLast,
      applied: applied.filter(isUnderstood).length,
      skipped: ids.length - events.length,
      changedIds: applied.filter(({ isChanged }) => isChanged).map(({ id }) => id),
      failedIds: applied.filter((result) => !isUnderstood(result)).map(({ id }) => id),
    };
    await saveReplayStep(transaction, place.id, step);
  });
}

async function applyAlone(db: Database, place: Place, eventId: string): Promise<void> {
  try {
    await applyAll(db, place, { ids: [eventId], reached: eventId, isLast: false });
    return;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    log().error({ err: error, eventId }, "a delivery could not be applied again");
  }
  const failed = { reached: eventId, applied: 0, skipped: 0, changedIds: [], failedIds: [eventId], isLast: false };
  await db.transaction(async (transaction) => {
    if (!(await holdReplay(transaction, place))) return;
    await recordFailedApply(transaction, eventId);
    await saveReplayStep(transaction, place.id, failed);
  });
}
