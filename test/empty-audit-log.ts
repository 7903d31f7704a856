import type { DatabasePool } from "slonik";
import { sql } from "slonik";

/** Empties the audit log before a test, which the log itself refuses to everybody. */
export async function emptyAuditLog(db: DatabasePool): Promise<void> {
  await db.transaction(async (transaction) => {
    await transaction.query(sql.unsafe`alter table audit_log disable trigger user`);
    await transaction.query(sql.unsafe`delete from audit_log`);
    await transaction.query(sql.unsafe`alter table audit_log enable trigger user`);
  });
}
