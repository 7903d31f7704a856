import { phoneSpellings } from "#app/convoso/phone-spellings.server.ts";
import { insertErasure, startErasing } from "#app/db/erasures.server.ts";
import { addJobs, installJobQueue } from "#app/db/jobs.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { eraseFromSpool } from "#app/features/erasure/erase-from-spool.server.ts";

/**
 * Queues the look at what an erasure of this phone would change, which reads whole tables. The job names the erasure and
 * not the number: jobs that fail are kept, and shown.
 * @returns the erasure's number; null where the text is no phone number
 */
export async function lookForPersonLater(db: Database, phone: string, admin: Admin): Promise<number | null> {
  if (!phoneSpellings(phone)) return null;
  await installJobQueue();
  return db.transaction(async (transaction) => {
    const id = await insertErasure(transaction, phone, admin);
    await queue(transaction, id);
    return id;
  });
}

/**
 * Queues the erasure that was looked at. What this machine's spool holds is stored before, to be erased with the rest:
 * only a web process can do that, since the worker may be on a machine that has none.
 * @returns why it is refused; null where it is queued
 */
export async function erasePersonLater(
  db: Database,
  { id, phone }: { id: number; phone: string | null },
  admin: Admin,
): Promise<string | null> {
  const spellings = phone === null ? null : phoneSpellings(phone);
  if (spellings && !(await eraseFromSpool(spellings.pattern))) {
    return "A delivery about this number still waits in the spool. Try again in a minute.";
  }
  return db.transaction(async (transaction) => {
    const isStarted = await startErasing(transaction, id, admin);
    if (isStarted) await queue(transaction, id);
    return isStarted ? null : "Somebody else has begun this erasure, or given it up, meanwhile.";
  });
}

async function queue(db: Database, id: number): Promise<void> {
  const task = "erase_person";
  await addJobs(db, [{ task, payload: { erasureId: id }, key: `${task}:${id}`, runAt: new Date(), priority: -1 }]);
}
