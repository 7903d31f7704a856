import type { FragmentSqlToken } from "slonik";
import { type CopyOrder, copyOut } from "#app/db/copy-out.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { type ExportedList, exportColumns } from "#app/features/export/export-columns.server.ts";
import { exportQuery } from "#app/features/export/export-query.server.ts";

type Export = CopyOrder & {
  list: ExportedList;
  /** The select that the list itself makes for its filter, without a limit. */
  rows: FragmentSqlToken;
  filter: Record<string, unknown>;
};

/**
 * Streams all that a list's filter matches. The audit log gets its beginning before the first row leaves, since whoever
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
    await recordAudit(db, { ...entry, action: "end export", details: { export: id, ...copied } });
  });
}
