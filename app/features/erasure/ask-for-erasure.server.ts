import { phoneSpellings } from "#app/convoso/phone-spellings.server.ts";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import {
  type ChosenPerson,
  type Erasure,
  insertErasure,
  lookAgain,
  resumeHeldErasures,
  startErasing,
} from "#app/db/erasure/erasures.server.ts";
import { addJobs } from "#app/db/jobs/jobs.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { eraseFromSpool } from "#app/features/erasure/erase-from-spool.server.ts";
import { drainSpool } from "#app/features/spool/drain-spool.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

/**
 * Queues the look at what an erasure of this phone would change, which reads whole tables. The job names the erasure and
 * not the number: jobs that fail are kept, and shown. What waits in this machine's spool is stored first, to be found.
 * @param lead the lead that somebody wants to erase, which is selected; others with the number only where they are alike
 * @returns the erasure's number; null where the text is no phone number
 */
export async function lookForPersonLater(
  db: Database,
  { phone, lead = null }: { phone: string; lead?: number | null },
  admin: Admin,
): Promise<number | null> {
  if (!phoneSpellings(phone)) return null;
  const chosen = lead === null ? null : { leadIds: [lead], leftOutIds: [], identifiers: [], words: [], erased: null };
  await installJobQueue();
  await drainSpool();
  return db.transaction(async (transaction) => {
    const id = await insertErasure(transaction, { phone, chosen }, admin);
    await queue(transaction, id);
    return id;
  });
}

/** What came of confirming or changing a selection: queued, or why it is refused. */
export type Decision = { state: "erasing" | "looking" } | { state: "refused"; why: string };

const refused = (why: string): Decision => ({ state: "refused", why });
const TOO_LATE = "Somebody else confirmed or cancelled this erasure in the meantime.";

/** Queues another look: at what the erasure of these of the found leads would change. */
export async function lookAtSelectionLater(
  db: Database,
  erasure: Pick<Erasure, "id" | "found" | "chosen">,
  leadIds: readonly number[],
): Promise<Decision> {
  const decided = decide(erasure, leadIds);
  if (!decided) return refused("This erasure is not ready to be confirmed.");
  return db.transaction(async (transaction) => {
    if (!(await lookAgain(transaction, erasure.id, decided))) return refused(TOO_LATE);
    await queue(transaction, erasure.id);
    return { state: "looking" };
  });
}

/**
 * Queues the erasure that was looked at. A selection other than the one whose figures were shown is looked at instead.
 * What this machine's spool holds is stored before, to be erased with the rest: only a web process can do that, since the worker may be on a machine that has none.
 * @param leadIds of the leads that were found, those that are the person; the others are left out
 */
export async function erasePersonLater(
  db: Database,
  erasure: Pick<Erasure, "id" | "found" | "chosen">,
  leadIds: readonly number[],
  admin: Admin,
): Promise<Decision> {
  const { id, found } = erasure;
  const decided = decide(erasure, leadIds);
  if (!found || !decided) return refused("This erasure is not ready to be confirmed.");
  const isShown = found.leads.every((lead) => lead.isSure === decided.leadIds.includes(lead.id));
  if (!isShown) return lookAtSelectionLater(db, erasure, leadIds);
  if (!(await eraseFromSpool(found.pattern))) {
    return refused("A delivery about this person is still waiting on disk. Try again in a minute.");
  }
  return db.transaction(async (transaction) => {
    if (!(await startErasing(transaction, id, decided, admin))) return refused(TOO_LATE);
    await queue(transaction, id);
    return { state: "erasing" };
  });
}

/** The decision about the leads that were found: all that are not selected are left out. */
function decide({ found, chosen }: Pick<Erasure, "found" | "chosen">, leadIds: readonly number[]): ChosenPerson | null {
  if (!found) return null;
  const isChosen = ({ id: lead }: { id: number }) => leadIds.includes(lead);
  return {
    leadIds: found.leads.filter(isChosen).map((lead) => lead.id),
    leftOutIds: found.leads.filter((lead) => !isChosen(lead)).map((lead) => lead.id),
    identifiers: chosen?.identifiers ?? [],
    words: chosen?.words ?? [],
    erased: chosen?.erased ?? null,
  };
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
