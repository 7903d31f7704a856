import { sql } from "slonik";
import { z } from "zod";
import { copyName } from "#app/db/connection/copy-out.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { askStandby } from "#app/db/connection/standby.server.ts";

const Running = z.object({ rows: z.number(), bytes: z.number() });
const Ended = z.object({ details: z.object({ rows: z.number().nullable(), bytes: z.number() }) });

/** How far an export is. `rows` is null where it ended early. */
export type ExportProgress = { isRunning: boolean; rows: number | null; bytes: number };

/** Asks PostgreSQL, which counts as it writes, whichever process sends it; of one that ended, the audit log. Else null. */
export async function findExportProgress(db: Database, id: string): Promise<ExportProgress | null> {
  const statement = sql.type(Running)`
    select tuples_processed::float8 as rows, bytes_processed::float8 as bytes
    from pg_stat_progress_copy
    join pg_stat_activity using (pid, datname)
    where application_name = ${copyName(id)} and datname = current_database()`;
  const running = (await db.maybeOne(statement)) ?? (await askStandby(statement))?.[0];
  if (running) return { isRunning: true, ...Running.parse(running) };
  const ended = await db.maybeOne(sql.type(Ended)`
    select details from audit_log where action = 'end export' and details ->> 'export' = ${id}`);
  return ended && { isRunning: false, ...ended.details };
}
