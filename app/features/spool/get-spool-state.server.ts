import { env } from "#app/env.server.ts";
import { spoolLimitBytes } from "#app/features/spool/spool.server.ts";
import { spoolFault } from "#app/features/spool/spool-fault.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { log } from "#app/log.server.ts";
import { measureBacklog } from "#app/spool/backlog.server.ts";
import { countSetAside, type Segment } from "#app/spool/segments.server.ts";

/**
 * Deliveries that are on this machine's disk and not yet in the database. `fault`: why the spool accepts no more.
 * `damagedFiles`: put aside because the disk, or somebody, changed them; what could be read of them is stored.
 */
export type SpoolState = {
  waiting: number;
  bytes: number;
  limitBytes: number;
  damagedFiles: number;
  fault: string | null;
};

/** Looks at the spool of this machine. Never throws: a folder that cannot be read is the fault. */
export async function getSpoolState(): Promise<SpoolState> {
  const limitBytes = spoolLimitBytes();
  try {
    const known = singleton("spool-segments", () => new Map<string, Segment & { records: number }>());
    const { waiting, bytes } = await measureBacklog(env().SPOOL_DIR, known);
    const fault = bytes >= limitBytes ? "The spool is full." : spoolFault();
    return { waiting, bytes, limitBytes, damagedFiles: countSetAside(env().SPOOL_DIR), fault };
  } catch (error) {
    log().error({ err: error }, "the spool cannot be read");
    const fault = `The spool cannot be read: ${(error as Error).message}`;
    return { waiting: 0, bytes: 0, limitBytes, damagedFiles: 0, fault };
  }
}
