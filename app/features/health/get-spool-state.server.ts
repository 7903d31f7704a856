import { env } from "#app/env.server.ts";
import { spool, spoolLimitBytes } from "#app/features/webhooks/spool.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { log } from "#app/log.server.ts";
import { measureBacklog } from "#app/spool/backlog.server.ts";
import type { Segment } from "#app/spool/segments.server.ts";

/** Deliveries that are on this machine's disk and not yet in the database. `fault`: why the spool takes no more. */
export type SpoolState = { waiting: number; bytes: number; fault: string | null };

/** Looks at the spool of this machine. Never throws: a folder that cannot be read is the fault. */
export async function getSpoolState(): Promise<SpoolState> {
  try {
    const known = singleton("spool-segments", () => new Map<string, Segment & { records: number }>());
    const { waiting, bytes } = await measureBacklog(env().SPOOL_DIR, known);
    const isFull = bytes >= spoolLimitBytes();
    return { waiting, bytes, fault: isFull ? "The spool is full." : spool().fault() };
  } catch (error) {
    log().error({ err: error }, "the spool cannot be read");
    return { waiting: 0, bytes: 0, fault: `The spool cannot be read: ${(error as Error).message}` };
  }
}
