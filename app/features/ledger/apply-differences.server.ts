import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import {
  type FixableDifference,
  holdFixable,
  saveAppliedFixes,
  updateNotAutomatic,
} from "#app/db/ledger/fixable-differences.server.ts";
import { listOurCalls } from "#app/db/ledger/our-calls.server.ts";
import { readLogRow } from "#app/features/ingest/read-log-row.server.ts";
import { storeDeliveries } from "#app/features/ingest/store-deliveries.server.ts";
import { compareCalls } from "#app/features/ledger/compare-calls.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import type { FixResult } from "#app/lib/ledger-words.ts";
import { togetherOrAlone } from "#app/lib/together-or-alone.server.ts";
import { log } from "#app/log.server.ts";

export type Fixed = { id: number; callId: string | null; result: FixResult };

/**
 * Applies Convoso's rows of these differences as deliveries of their own, as of the moment at which Convoso was asked: a
 * later delivery wins, and a blank erases nothing. All in one transaction, so that none is applied twice. One that is no
 * longer open is left alone; one that cannot be applied fails alone.
 * @param by who fixes them: a user, or "reconcile"
 * @param also what else belongs to the transaction
 * @returns what came of each, in order
 */
export async function applyDifferences(
  db: Database,
  ids: readonly number[],
  by: string,
  also: (transaction: Database, fixed: readonly Fixed[]) => Promise<void>,
): Promise<readonly Fixed[]> {
  await installJobQueue();
  const fixed = await togetherOrAlone(
    ids,
    (some) =>
      db.transaction(async (transaction) => {
        const applied = await apply(transaction, some, by);
        await also(transaction, applied);
        return applied;
      }),
    {
      isFatal: isDatabaseAway,
      instead: async (id, error): Promise<Fixed> => {
        log().error({ err: error, difference: id }, "a row of Convoso's log could not be applied");
        const failed: Fixed = { id, callId: null, result: "failed" };
        await db.transaction(async (transaction) => {
          await updateNotAutomatic(transaction, id);
          await also(transaction, [failed]);
        });
        return failed;
      },
    },
  );
  announceChange("deliveries");
  announceChange("ledger");
  return fixed;
}

async function apply(transaction: Database, ids: readonly number[], by: string): Promise<Fixed[]> {
  const held = await holdFixable(transaction, ids);
  if (held.length === 0) return ids.map((id) => ({ id, callId: null, result: "settled" }));
  const deliveries = held.map(readLogRow);
  await storeDeliveries(transaction, deliveries);
  const ours = new Map((await listOurCalls(transaction, held.map(({ callId }) => callId))).map((our) => [our.callId, our])); // biome-ignore format: one call
  const applied = held.map((difference, index) => {
    const { parsed, raw } = deliveries[index] as (typeof deliveries)[number];
    const our = ours.get(difference.callId);
    const isFixed =
      our !== undefined &&
      parsed?.call != null &&
      compareCalls({ call: parsed.call, agent: parsed.agent }, our).length === 0;
    return { id: difference.id, eventId: raw.eventId, isFixed };
  });
  await saveAppliedFixes(transaction, applied, by);
  const results = new Map(applied.map(({ id, isFixed }) => [id, isFixed]));
  return ids.map((id) => toFixed(id, held, results.get(id)));
}

function toFixed(id: number, held: readonly FixableDifference[], isFixed: boolean | undefined): Fixed {
  const callId = held.find((difference) => difference.id === id)?.callId ?? null;
  return { id, callId, result: isFixed === undefined ? "settled" : isFixed ? "fixed" : "unchanged" };
}
