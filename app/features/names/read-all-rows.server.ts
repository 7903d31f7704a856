import type { NamedRow } from "#app/convoso/sections.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type AskedSection, askSection } from "#app/features/names/ask-section.server.ts";

const LIMIT = 200;
/** More users than any account has; a server that ignores the offset must not be asked forever. */
const MOST_PAGES = 200;

/** Asks for all pages of a list. The server is believed about how many came, not the number that was asked for. */
export async function readAllRows(db: Database, path: string, params: Record<string, string>): Promise<AskedSection> {
  const rows: NamedRow[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const asked = await askSection(db, path, { ...params, limit: String(LIMIT), offset: String(rows.length) });
    if (!asked.ok) return asked;
    rows.push(...asked.rows);
    if (asked.rows.length === 0 || rows.length >= (asked.total ?? 0)) return { ...asked, rows };
  }
  return { ok: true, rows, total: rows.length };
}
