import { setTimeout as sleep } from "node:timers/promises";
import { deleteRecordings } from "#app/db/archive/archived-recordings.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { lockKeeping } from "#app/db/keeping/lock-keeping.server.ts";
import { listRules } from "#app/db/keeping/retention-rules.server.ts";
import { lockExpired } from "#app/db/keeping/ruled-recordings.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";

/** So many at a time, so that rules and holds can be changed in between. */
const BATCH = 500;
const PAUSE_MS = 50;

/**
 * Deletes the recordings that a retention rule keeps no longer, but for those on hold. Their rows and chains of custody stay;
 * a job deletes the files. What it did is audited, with the rules' names.
 * @returns how many
 */
export async function deleteExpiredRecordings(db: Database): Promise<number> {
  const byRule: Record<string, { recordings: number; bytes: number }> = {};
  let count = 0;
  for (;;) {
    const deleted = await deleteSome(db);
    for (const { name, bytes } of deleted) {
      const sum = byRule[name] ?? { recordings: 0, bytes: 0 };
      byRule[name] = { recordings: sum.recordings + 1, bytes: sum.bytes + bytes };
    }
    count += deleted.length;
    if (deleted.length < BATCH) break;
    await sleep(PAUSE_MS);
  }
  if (count > 0) await recordAudit(db, { actor: "retention", action: "delete recordings", details: byRule });
  return count;
}

function deleteSome(db: Database): Promise<{ name: string; bytes: number }[]> {
  return db.transaction(async (transaction) => {
    await lockKeeping(transaction, { change: false });
    const rules = await listRules(transaction);
    if (rules.length === 0) return [];
    const expired = await lockExpired(transaction, rules, BATCH);
    await deleteRecordings(
      transaction,
      expired.map(({ id }) => id),
      "retention",
    );
    return expired.map(({ rule, bytes }) => ({ name: rules[rule]?.name ?? "", bytes }));
  });
}
