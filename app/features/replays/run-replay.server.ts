import { setTimeout as sleep } from "node:timers/promises";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { recordFailedApply } from "#app/db/deliveries/failed-events.server.ts";
import { FIRST_ID, scanEvents } from "#app/db/deliveries/scan-events.server.ts";
import { listReplayable, listWithin } from "#app/db/deliveries/stored-events.server.ts";
import {
  findReplay,
  holdReplay,
  type Replay,
  type ReplayStep,
  saveReplayStep,
} from "#app/db/replays/replays.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { applyStored } from "#app/features/replays/apply-stored.server.ts";
import { isApplied } from "#app/lib/outcomes.ts";
import { togetherOrAlone } from "#app/lib/together-or-alone.server.ts";
import { log } from "#app/log.server.ts";

/** Deliveries in one transaction: a moment's work, so that new ones about the same calls hardly wait. */
const BATCH = 100;
const BATCH_BYTES = 4 * 1024 * 1024;
const PAUSE_MS = 20;

/** The next few deliveries of a replay. `reached`: how far it is when they are done. */
type Next = { ids: string[]; reached: string | null; isLast: boolean };

/**
 * Works a replay off, in small steps, each in a transaction with the note of how far it is: whenever this ends, it continues
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
  if (unfinished) return { ids, reached: unfinished.cursor, isLast: false };
  return { ids, reached: last, isLast: ids.length < BATCH };
}

async function takeStep(db: Database, { id, reached: from }: Replay, next: Next): Promise<void> {
  let reached = from;
  const advance = async (to: string | null, isLast: boolean, work: (transaction: Database) => Promise<Done>) => {
    await db.transaction(async (transaction) => {
      if (!(await holdReplay(transaction, { id, reached }))) return;
      await saveReplayStep(transaction, id, { ...(await work(transaction)), reached: to, isLast });
    });
    reached = to ?? reached;
  };
  const apply = async (ids: readonly string[]) => {
    await advance(ids.at(-1) as string, false, (transaction) => applyAgain(transaction, ids));
    return ids;
  };
  const noteFailed = async (eventId: string, error: unknown) => {
    log().error({ err: error, eventId }, "a delivery could not be applied again");
    await advance(eventId, false, async (transaction) => {
      await recordFailedApply(transaction, eventId);
      return { ...NOTHING, failedIds: [eventId] };
    });
    return eventId;
  };
  await togetherOrAlone(next.ids, apply, { isFatal: isDatabaseAway, instead: noteFailed });
  await advance(next.reached, next.isLast, async () => NOTHING);
}

type Done = Omit<ReplayStep, "reached" | "isLast">;
const NOTHING: Done = { applied: 0, skipped: 0, changedIds: [], failedIds: [] };

async function applyAgain(transaction: Database, ids: readonly string[]): Promise<Done> {
  const events = await listReplayable(transaction, ids);
  const applied = await applyStored(transaction, events);
  return {
    applied: applied.filter(({ outcome }) => isApplied(outcome)).length,
    skipped: ids.length - events.length,
    changedIds: applied.filter(({ isChanged }) => isChanged).map(({ id }) => id),
    failedIds: applied.filter(({ outcome }) => !isApplied(outcome)).map(({ id }) => id),
  };
}
