import { type QuerySqlToken, sql } from "slonik";
import { owner } from "#test/database.ts";

/** Has the owner of the audit log change it, which the log refuses to everybody as long as its triggers are there. */
export async function changeAuditLog(...statements: QuerySqlToken[]): Promise<void> {
  await owner().transaction(async (transaction) => {
    await transaction.query(sql.unsafe`alter table audit_log disable trigger user`);
    for (const statement of statements) await transaction.query(statement);
    await transaction.query(sql.unsafe`alter table audit_log enable trigger user`);
  });
}

/** Empties the audit log before a test. */
export const emptyAuditLog = () => changeAuditLog(sql.unsafe`delete from audit_log`);
