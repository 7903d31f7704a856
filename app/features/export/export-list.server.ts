import { type CopyOrder, copyOut } from "#app/db/connection/copy-out.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { Select } from "#app/db/connection/statement.server.ts";
import { exportQuery } from "#app/db/lists/export-query.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { type ExportedList, exportColumns } from "#app/features/export/export-columns.server.ts";
import { tell } from "#app/lib/observe.server.ts";

type Export = CopyOrder & {
  list: ExportedList;
  /** The select that the list itself makes for its filter, without a limit. */
  rows: Select;
  filter: Record<string, unknown>;
};

/**
 * Streams all that a list's filter matches. The audit log gets its beginning before the first row leaves, since a reader who
 * breaks off has what came so far, and its end with the number of rows.
 * @throws {TooManyCopies} while as many run as may
 */
export async function exportList(
  db: Database,
  { list, format, rows, filter, id, timeZone, signal }: Export,
  admin: Admin,
): Promise<ReadableStream<Uint8Array>> {
  const query = exportQuery(rows, exportColumns[list], format);
  const entry = { ...admin, target: `${list}.${format}` };
  await recordAudit(db, { ...entry, action: `export ${list}`, details: { export: id, ...filter } });
  return copyOut(query, { format, timeZone, id, signal }, async (copied) => {
    tell("export ended", { list, format, result: copied.rows === null ? "broken off" : "whole" });
    await recordAudit(db, { ...entry, action: "end export", details: { export: id, ...copied } });
  });
}
