import { env } from "#app/env.server.ts";

/** Whether the settings say where recordings go. A folder does not count on Vercel, where no disk lasts. */
export function isArchiveOn(): boolean {
  const { ARCHIVE_URL, ARCHIVE_DIR, VERCEL } = env();
  return ARCHIVE_URL !== undefined || (ARCHIVE_DIR !== undefined && !VERCEL);
}
