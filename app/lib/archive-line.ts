import { ARCHIVE_HOLDS, type ArchiveHold } from "#app/lib/archive-holds.ts";

/** Whether recordings are copied: no archive is set up, a person paused it, something keeps it from copying, or it copies. */
export type ArchiveStanding = "off" | "paused" | ArchiveHold | "copying" | "idle";

const STANDINGS = {
  off: "There is no archive: set ARCHIVE_DIR or ARCHIVE_URL.",
  paused: "Copying is paused.",
  copying: "Recordings are being copied.",
  idle: "No recording is waiting to be copied.",
} as const;

/** It in a sentence, for anybody. */
export const archiveLine = (standing: ArchiveStanding): string => ({ ...ARCHIVE_HOLDS, ...STANDINGS })[standing];
