import { phoneSpellings } from "#app/convoso/phone-spellings.server.ts";
import { lockNames } from "#app/db/bulk-rows.server.ts";
import {
  addReadRows,
  beginReading,
  endErasure,
  findErasure,
  lockErasure,
  type PersonCounts,
  saveFound,
} from "#app/db/erasures.server.ts";
import { addLaterRows, erasePersonRows, findPersonRows, type PersonRows } from "#app/db/person.server.ts";
import { type Database, pool } from "#app/db/pool.server.ts";
import { guessRows } from "#app/db/rows-naming.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { digestPhone } from "#app/features/erasure/digest-phone.server.ts";
import { removeRecordingJobs } from "#app/features/recordings/fetch-recording-later.server.ts";

/** A delivery is stored within this after its receipt, unless the spool has it. */
const ON_THE_WAY_MS = 10_000;

/**
 * Does the next step of an erasure: looks for the person, or, when an admin has seen what was found and wants it, erases.
 * Interrupted, it begins anew; done, or given up, it does nothing.
 * @param signal aborted when the worker has to stop
 */
export async function erasePersonNow(id: number, signal?: AbortSignal): Promise<void> {
  const db = await pool();
  const erasure = await findErasure(db, id);
  const spellings = erasure?.phone ? phoneSpellings(erasure.phone) : null;
  if (!erasure || !spellings || erasure.state === "found") return;
  await beginReading(db, id, await guessRows(db));
  const tell = async (rows: number) => {
    signal?.throwIfAborted();
    await addReadRows(db, id, rows);
  };
  const begun = new Date();
  const rows = await findPersonRows(db, spellings.pattern, tell);
  if (erasure.state === "looking") {
    return saveFound(db, id, { counts: countPerson(rows), leadIds: rows.contactIds.map(Number) });
  }
  // What came meanwhile, so that little is left to look through while deliveries about the number have to wait.
  const again = new Date();
  const more = await addLaterRows(db, rows, spellings.pattern, before(begun));
  await erase(db, id, more, { ...spellings, since: before(again) });
}

const before = (moment: Date) => new Date(moment.getTime() - ON_THE_WAY_MS);

/**
 * Takes the person out of every table, in one transaction, and audits it without the number. A delivery about the same
 * phone that comes later starts afresh. The audit entry is the certificate.
 */
async function erase(
  db: Database,
  id: number,
  known: PersonRows,
  { keys, pattern, since }: { keys: string[]; pattern: string; since: Date },
): Promise<void> {
  const phoneDigest = await digestPhone(keys[0] ?? "");
  await db.transaction(async (transaction) => {
    const erasure = await lockErasure(transaction, id);
    if (!erasure) return;
    // Deliveries about the number wait, and are stored after it as new ones.
    await lockNames(
      transaction,
      keys.map((key) => `phone:${key}`),
    );
    const rows = await addLaterRows(transaction, known, pattern, since);
    await erasePersonRows(transaction, rows, pattern);
    await removeRecordingJobs(transaction, rows.callIds);
    const { actor, source_address: sourceAddress } = erasure;
    const details = { ...countPerson(rows), phone_digest: phoneDigest };
    const certificateId = await recordAudit(transaction, { actor, sourceAddress, action: "erase person", details });
    await endErasure(transaction, id, { certificateId, pattern });
  });
}

function countPerson(rows: PersonRows): PersonCounts {
  return {
    leads: rows.contactIds.length,
    calls: rows.callIds.length,
    deliveries: rows.eventIds.length,
    recordingSearches: rows.searchedCallIds.length,
    auditEntries: rows.auditIds.length,
  };
}
