import { setTimeout as sleep } from "node:timers/promises";
import { deleteExpiredCredentials } from "#app/db/admin-sessions.server.ts";
import { deleteForgottenErasures } from "#app/db/erasures.server.ts";
import { type Database, pool } from "#app/db/pool.server.ts";
import { blankPayloads, deleteOldAudit } from "#app/db/retention.server.ts";
import { deleteTestData } from "#app/db/test-data.server.ts";
import { env } from "#app/env.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";

const PAUSE_MS = 50;

/** How many rows the retention changed. */
export type Retained = { payloads: number; testRows: number; auditEntries: number };

/**
 * Does what RETENTION_* say: blanks payloads, deletes test data and audit entries whose time is over, and expired
 * sessions and links, and the numbers of erasures that nobody wanted in the end. What it did is audited. Interrupted, it goes on where it was when it is run again.
 */
export async function applyRetention(): Promise<Retained> {
  const db = await pool();
  const { RETENTION_PAYLOAD_DAYS, RETENTION_TEST_DATA_DAYS, RETENTION_AUDIT_DAYS } = env();
  const testDataBefore = daysAgo(RETENTION_TEST_DATA_DAYS);
  const payloadsBefore = daysAgo(RETENTION_PAYLOAD_DAYS);
  const auditBefore = daysAgo(RETENTION_AUDIT_DAYS);

  const test = testDataBefore && (await db.transaction((transaction) => deleteTestData(transaction, testDataBefore)));
  const done = {
    testRows: test ? test.events + test.calls + test.contacts + test.agents : 0,
    payloads: payloadsBefore ? await blankAllPayloads(db, payloadsBefore) : 0,
    auditEntries: auditBefore ? await deleteOldAudit(db, auditBefore) : 0,
  };
  await deleteExpiredCredentials(db);
  await deleteForgottenErasures(db);
  if (Object.values(done).some((count) => count > 0)) {
    await recordAudit(db, { actor: "retention", action: "erase what is old", details: done });
  }
  return done;
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

/** Null for 0 days, which means "for ever". */
function daysAgo(days: number): Date | null {
  return days === 0 ? null : new Date(Date.now() - days * 24 * 3_600_000);
}
