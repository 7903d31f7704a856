import { phoneSpellings } from "#app/convoso/phone-spellings.server.ts";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type Erasure, insertErasure, resumeHeldErasures, startErasing } from "#app/db/erasure/erasures.server.ts";
import { addJobs } from "#app/db/jobs/jobs.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { eraseFromSpool } from "#app/features/erasure/erase-from-spool.server.ts";
import { drainSpool } from "#app/features/spool/drain-spool.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

/**
 * Queues the look at what an erasure of this phone would change, which reads whole tables. The job names the erasure and
 * not the number: jobs that fail are kept, and shown. What waits in this machine's spool is stored first, to be found.
 * @returns the erasure's number; null where the text is no phone number
 */
export async function lookForPersonLater(db: Database, phone: string, admin: Admin): Promise<number | null> {
  if (!phoneSpellings(phone)) return null;
  await installJobQueue();
  await drainSpool();
  return db.transaction(async (transaction) => {
    const id = await insertErasure(transaction, phone, admin);
    await queue(transaction, id);
    return id;
  });
}

/**
 * Queues the erasure that was looked at. What this machine's spool holds is stored before, to be erased with the rest:
 * only a web process can do that, since the worker may be on a machine that has none.
 * @param leadIds of the leads that were found, those that are the person; the others are left out
 * @returns why it is refused; null where it is queued
 */
export async function erasePersonLater(
  db: Database,
  { id, found, chosen }: Pick<Erasure, "id" | "found" | "chosen">,
  leadIds: readonly number[],
  admin: Admin,
): Promise<string | null> {
  if (!found) return "This erasure is not ready to be confirmed.";
  if (!(await eraseFromSpool(found.pattern))) {
    return "A delivery about this person is still waiting on disk. Try again in a minute.";
  }
  const isChosen = ({ id: lead }: { id: number }) => leadIds.includes(lead);
  const decided = {
    leadIds: found.leads.filter(isChosen).map((lead) => lead.id),
    leftOutIds: found.leads.filter((lead) => !isChosen(lead)).map((lead) => lead.id),
    identifiers: chosen?.identifiers ?? [],
    words: chosen?.words ?? [],
    erased: chosen?.erased ?? null,
  };
  return db.transaction(async (transaction) => {
    const isStarted = await startErasing(transaction, id, decided, admin);
    if (isStarted) await queue(transaction, id);
    return isStarted ? null : "Somebody else confirmed or cancelled this erasure in the meantime.";
  });
}

/** Lets the erasures that wait for a hold look again, in the caller's transaction. @returns how many */
export async function continueHeldErasures(transaction: Database): Promise<number> {
  const ids = await resumeHeldErasures(transaction);
  for (const id of ids) await queue(transaction, id);
  return ids.length;
}

async function queue(db: Database, id: number): Promise<void> {
  const key = jobKey("erase_person", id);
  await addJobs(db, [{ task: "erase_person", payload: { erasureId: id }, key, runAt: new Date(), priority: -1 }]);
}
