import { notifyChanges } from "#app/db/connection/changes.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import type { ChangeKind } from "#app/lib/change-kinds.ts";
import { gather } from "#app/lib/gather.server.ts";
import { singleton } from "#app/lib/singleton.ts";
import { log } from "#app/log.server.ts";

/** One notification of a process takes the place of all that happens meanwhile. */
const EVERY_MS = 500;

/**
 * Tells every open page of the portal, whichever process serves it, that rows of this kind have changed. Call it after
 * the commit. Returns at once: the notification goes out later, at most twice a second from each process, and again
 * until the database has taken it.
 */
export function announceChange(kind: ChangeKind): void {
  singleton("announce-change", () => gather<ChangeKind>(EVERY_MS, send))(kind);
}

async function send(kinds: ChangeKind[]): Promise<void> {
  try {
    await notifyChanges(await pool(), kinds);
  } catch (error) {
    // Listeners may have a connection that still lives, and would not look again.
    log().debug({ err: error }, "a change could not be announced yet");
    for (const kind of kinds) announceChange(kind);
  }
}
