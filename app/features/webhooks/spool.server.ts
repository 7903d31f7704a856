import { env } from "#app/env.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { createSpoolWriter, type SpoolWriter } from "#app/spool/spool-writer.server.ts";

const BYTES_PER_MB = 1024 * 1024;

/** The spool's limit in bytes, for all processes together. */
export function spoolLimitBytes(): number {
  return env().SPOOL_LIMIT_MB * BYTES_PER_MB;
}

/** This process's writer of the spool. */
export function spool(): SpoolWriter {
  return singleton("spool", () => createSpoolWriter({ dir: env().SPOOL_DIR, limitBytes: spoolLimitBytes() }));
}
