import { z } from "zod";
import type { ChosenCalls } from "#app/db/calls/chosen-calls.server.ts";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import {
  endOldEvidence,
  insertEvidence,
  listStrandedEvidence,
  measureEvidence,
} from "#app/db/evidence/evidence-sets.server.ts";
import { addJobs } from "#app/db/jobs/jobs.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

/** What somebody says of a set. */
export const EvidenceForm = z.object({
  reason: z.string().trim().min(1, "Enter a purpose.").max(500),
  deliveries: z.literal("yes").optional(),
});

/**
 * Lets the worker read and compare all recordings that the archive has of these calls, to be handed over as one zip file.
 * @param query what the list of exactly these is asked by; null for a selection
 * @returns the set's number; null where the archive has no recording of these
 */
export async function startEvidence(
  db: Database,
  { chosen, query }: { chosen: ChosenCalls; query: string | null },
  { reason, deliveries }: z.output<typeof EvidenceForm>,
  { actor, sourceAddress }: Admin,
): Promise<number | null> {
  await installJobQueue();
  const withDeliveries = deliveries === "yes";
  return db.transaction(async (transaction) => {
    if ((await measureEvidence(transaction, chosen)).count === 0) return null;
    const set = { chosen, query, reason, withDeliveries, createdBy: actor };
    const { id, recordings } = await insertEvidence(transaction, set);
    await queue(transaction, [id]);
    const details = { reason, recordings, withDeliveries, ...(query && { query }) };
    await recordAudit(transaction, {
      ...{ actor, sourceAddress, action: "prepare evidence", target: String(id), details },
    });
    return id;
  });
}

/** Ends the sets that have expired, and gives those whose job got lost a new one. */
export async function tendEvidence(): Promise<void> {
  const db = await pool();
  await endOldEvidence(db);
  await queue(db, await listStrandedEvidence(db));
}

async function queue(db: Database, ids: readonly number[]): Promise<void> {
  const runAt = new Date();
  await addJobs(
    db,
    ids.map((setId) => ({
      ...{ task: "prepare_evidence" as const, payload: { setId }, key: jobKey("prepare_evidence", setId) },
      ...{ runAt, priority: -2 },
    })),
  );
}
