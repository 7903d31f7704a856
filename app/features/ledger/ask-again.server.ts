import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { addJobs } from "#app/db/jobs/jobs.server.ts";
import { findNow, updateDueNow } from "#app/db/ledger/window-queue.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { planWindows } from "#app/features/ledger/plan-windows.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import { jobKey } from "#app/lib/job-keys.ts";

/** Has the hours that begin from `from` on and before `to` compared again, now. @returns how many */
export async function askAgain(db: Database, span: { from: Date; to: Date }, admin: Admin): Promise<number> {
  const details = { from: span.from.toISOString(), to: span.to.toISOString() };
  return change(db, admin, details, (transaction) => updateDueNow(transaction, span));
}

/** Has the ledger begin so many days before today, the newest of the added days first. @returns how many hours are new */
export async function goBack(db: Database, days: number, admin: Admin): Promise<number> {
  return change(db, admin, { days }, async (transaction) => planWindows(transaction, await findNow(transaction), days));
}

async function change(
  db: Database,
  { actor, sourceAddress }: Admin,
  asked: object,
  work: (transaction: Database) => Promise<number>,
): Promise<number> {
  await installJobQueue();
  const hours = await db.transaction(async (transaction) => {
    const count = await work(transaction);
    await addJobs(transaction, [{ task: "check_ledger", payload: {}, key: jobKey("check_ledger"), runAt: new Date() }]);
    await recordAudit(transaction, {
      actor,
      sourceAddress,
      action: "check the ledger",
      details: { ...asked, hours: count },
    });
    return count;
  });
  announceChange("ledger");
  return hours;
}
