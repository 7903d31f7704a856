import { z } from "zod";
import type { ChosenCalls } from "#app/db/calls/chosen-calls.server.ts";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { endOldEvidence, insertEvidence, listStrandedEvidence } from "#app/db/evidence/evidence-sets.server.ts";
import { addJobs } from "#app/db/jobs/jobs.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

/** What somebody says of a set. */
export const EvidenceForm = z.object({
  reason: z.string().trim().min(1, "Say for what.").max(500),
  deliveries: z.literal("yes").optional(),
});

class NothingChosen extends Error {}

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
  try {
    return await db.transaction(async (transaction) => {
      const set = { chosen, query, reason, withDeliveries, createdBy: actor };
      const { id, recordings } = await insertEvidence(transaction, set);
      if (recordings === 0) throw new NothingChosen(); // takes the row back
      await queue(transaction, [id]);
      const details = { reason, recordings, withDeliveries, ...(query && { query }) };
      await recordAudit(transaction, {
        ...{ actor, sourceAddress, action: "prepare evidence", target: String(id), details },
      });
      return id;
    });
  } catch (error) {
    if (error instanceof NothingChosen) return null;
    throw error;
  }
}

/** Ends the sets whose time is over, and gives those whose job got lost a new one. */
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
