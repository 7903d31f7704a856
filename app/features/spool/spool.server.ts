import { env } from "#app/env.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { createSpoolWriter, SpoolUnavailable, type SpoolWriter } from "#app/spool/spool-writer.server.ts";

const BYTES_PER_MB = 1024 * 1024;

/** The spool's limit in bytes, for all processes together. */
export function spoolLimitBytes(): number {
  return env().SPOOL_LIMIT_MB * BYTES_PER_MB;
}

const NO_DISK = "Vercel has no permanent disk, so deliveries cannot wait there.";
const NO_SPOOL: SpoolWriter = {
  append: () => Promise.reject(new SpoolUnavailable(NO_DISK)),
  rotate: async () => {},
  fault: () => NO_DISK,
};

/** This process's writer of the spool. */
export function spool(): SpoolWriter {
  return singleton("spool", () => {
    const { VERCEL, SPOOL_DIR } = env();
    return VERCEL ? NO_SPOOL : createSpoolWriter({ dir: SPOOL_DIR, limitBytes: spoolLimitBytes() });
  });
}
