import { randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { phoneSpellings } from "#app/convoso/phone-spellings.server.ts";
import { lockNames } from "#app/db/bulk-rows.server.ts";
import { installJobQueue } from "#app/db/jobs.server.ts";
import { erasePersonRows, findPersonRows } from "#app/db/person.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { eraseFromSpool } from "#app/features/erasure/erase-from-spool.server.ts";
import { countPerson, type PersonCounts } from "#app/features/erasure/find-person.server.ts";
import { removeRecordingJobs } from "#app/features/recordings/fetch-recording-later.server.ts";

export type Erased = { ok: true; certificateId: number; counts: PersonCounts } | { ok: false; reason: string };

/**
 * Erases the person with this phone from every table and from this machine's spool, in one transaction, and audits it
 * without the number. A delivery about the same phone that is received later starts afresh.
 * @returns the audit entry that is the certificate
 */
export async function erasePerson(db: Database, phone: string, { actor, sourceAddress }: Admin): Promise<Erased> {
  const spellings = phoneSpellings(phone);
  if (!spellings) return { ok: false, reason: "That is no phone number: it has fewer than seven digits." };
  const { keys, pattern } = spellings;
  if (!(await eraseFromSpool(pattern))) {
    return { ok: false, reason: "A delivery about this number still waits in the spool. Try again in a minute." };
  }
  await installJobQueue();
  const phoneDigest = await digestOf(keys[0] ?? "");
  return db.transaction(async (transaction) => {
    // Deliveries about the number wait, and are stored after it as new ones.
    await lockNames(
      transaction,
      keys.map((key) => `phone:${key}`),
    );
    const rows = await findPersonRows(transaction, pattern);
    await erasePersonRows(transaction, rows, pattern);
    await removeRecordingJobs(transaction, rows.callIds);
    const counts = countPerson(rows);
    const details = { ...counts, phone_digest: phoneDigest };
    const certificateId = await recordAudit(transaction, { actor, sourceAddress, action: "erase person", details });
    return { ok: true, certificateId, counts };
  });
}

/** Lets somebody who knows the number check the certificate, and is too slow to try all numbers with. */
async function digestOf(phone: string): Promise<string> {
  const salt = randomBytes(16);
  const digest = (await promisify(scrypt)(phone, salt, 32)) as Buffer;
  return `scrypt:16384:8:1:${salt.toString("base64url")}:${digest.toString("base64url")}`;
}
