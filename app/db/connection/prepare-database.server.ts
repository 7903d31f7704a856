import { setTimeout as sleep } from "node:timers/promises";
import { bringUpToDate, OWNER_CAN } from "#app/db/connection/bring-up-to-date.server.ts";
import { checkPooler, UnfitPooler } from "#app/db/connection/check-pooler.server.ts";
import { OlderDatabaseError } from "#app/db/connection/migrate.server.ts";
import { env } from "#app/env.server.ts";
import { log } from "#app/log.server.ts";

const PAUSE_MS = 5_000;
/** Somebody is migrating as the owner, who gives this role its rights at the end. */
const PAUSE_FOR_OWNER_MS = 250;
/** A wait that ends sooner is no news. */
const SAY_AFTER_MS = 10_000;
const NOT_ALLOWED = "42501";

/**
 * Brings the database up to this code: tables that a later migration adds, and the job queue's own schema. Every process
 * does it when it starts, so that whichever is first installs what is missing, also where an operator ran nothing but the
 * first SQL files by hand. Keeps trying while the database is down or refuses, and says so in the log. A process that
 * knows only the portal's role waits until the owner has done it.
 */
export async function prepareDatabase(): Promise<void> {
  const start = Date.now();
  for (let isTold = false; ; ) {
    try {
      await checkPooler();
      const { ran, isOwner } = await bringUpToDate();
      if (ran.length > 0) log().info({ ran }, "migrated");
      if (isOwner) log().warn(`the portal's database role ${OWNER_CAN}: see MIGRATION_DATABASE_URL`);
      return;
    } catch (error) {
      const waits = !env().MIGRATION_DATABASE_URL && (error as { code?: string }).code === NOT_ALLOWED;
      if (error instanceof OlderDatabaseError || error instanceof UnfitPooler) log().error(error.message);
      else if (!waits) log().error({ err: error }, "the database could not be brought up to date: see npm run migrate");
      else if (!isTold && Date.now() - start > SAY_AFTER_MS) {
        log().warn(
          "waiting for the database to be brought up to date, which this role may not do: run npm run migrate",
        );
        isTold = true;
      }
      await sleep(waits ? PAUSE_FOR_OWNER_MS : PAUSE_MS, undefined, { ref: false });
    }
  }
}
