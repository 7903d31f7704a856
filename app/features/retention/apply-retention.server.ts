import { setTimeout as sleep } from "node:timers/promises";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { deleteForgottenErasures } from "#app/db/erasure/erasures.server.ts";
import { blankPayloads, deleteOldAudit, deleteUnverified } from "#app/db/erasure/retention.server.ts";
import { deleteTestData } from "#app/db/erasure/test-data.server.ts";
import { deleteSettledDifferences } from "#app/db/ledger/save-differences.server.ts";
import { deleteExpiredCredentials } from "#app/db/people/admin-sessions.server.ts";
import { env } from "#app/env.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import { deleteExpiredRecordings } from "#app/features/keeping/delete-expired-recordings.server.ts";

const PAUSE_MS = 50;
const A_DAY_MS = 24 * 3_600_000;
/** What was refused is there to see what is wrong with a set-up, and anybody can have it filed. */
const REFUSED_DAYS = 30;

/** How many rows the retention changed. */
export type Retained = {
  payloads: number;
  testRows: number;
  refused: number;
  differences: number;
  auditEntries: number;
  recordings: number;
};

/**
 * Does what RETENTION_* and the retention rules say: deletes recordings, blanks payloads, deletes test data and audit entries
 * that have expired. Differences of the ledger go with the payloads once they are settled. Also deletes what was refused 30
 * days ago, expired sessions and links, and the numbers of erasures that nobody wanted in the end. Nothing under a hold is
 * touched. What it did is audited. If it is interrupted, the next run continues.
 */
export async function applyRetention(): Promise<Retained> {
  const db = await pool();
  const { RETENTION_PAYLOAD_DAYS, RETENTION_TEST_DATA_DAYS, RETENTION_AUDIT_DAYS } = env();
  const testDataBefore = daysAgo(RETENTION_TEST_DATA_DAYS);
  const payloadsBefore = daysAgo(RETENTION_PAYLOAD_DAYS);
  const auditBefore = daysAgo(RETENTION_AUDIT_DAYS);

  const recordings = await deleteExpiredRecordings(db);
  const test = testDataBefore && (await db.transaction((transaction) => deleteTestData(transaction, testDataBefore)));
  const done = {
    testRows: test ? test.events + test.calls + test.contacts + test.agents : 0,
    payloads: payloadsBefore ? await blankAllPayloads(db, payloadsBefore) : 0,
    refused: await deleteAllUnverified(db, new Date(Date.now() - REFUSED_DAYS * A_DAY_MS)),
    differences: payloadsBefore ? await deleteSettledDifferences(db, payloadsBefore) : 0,
    recordings,
  };
  const auditEntries = auditBefore ? await deleteOldAudit(db, auditBefore) : 0; // that leaves its own entry
  await deleteExpiredCredentials(db);
  await deleteForgottenErasures(db);
  if (Object.values(done).some((count) => count > 0)) {
    await recordAudit(db, { actor: "retention", action: "erase what is old", details: done });
  }
  return { ...done, auditEntries };
}

async function blankAllPayloads(db: Database, before: Date): Promise<number> {
  let count = 0;
  let batch = await blankPayloads(db, before);
  while (batch) {
    count += batch.count;
    await sleep(PAUSE_MS);
    batch = await blankPayloads(db, before, batch.last);
  }
  return count;
}

async function deleteAllUnverified(db: Database, before: Date): Promise<number> {
  let count = 0;
  for (let batch = await deleteUnverified(db, before); batch > 0; batch = await deleteUnverified(db, before)) {
    count += batch;
    await sleep(PAUSE_MS);
  }
  return count;
}

/** Null for 0 days, which means "forever". */
function daysAgo(days: number): Date | null {
  return days === 0 ? null : new Date(Date.now() - days * A_DAY_MS);
}
