import { setTimeout as sleep } from "node:timers/promises";
import { connectionOptions } from "#app/db/connection-options.server.ts";
import { installJobQueue } from "#app/db/jobs.server.ts";
import { log } from "#app/log.server.ts";
import { migrate } from "#scripts/migrate.ts";

const PAUSE_MS = 5_000;

/**
 * Brings the database up to this code: tables that a later migration adds, and the job queue's own schema. Every process
 * does it when it starts, so that whichever is first installs what is missing, also where an operator ran nothing but the
 * first SQL files by hand. Goes on trying while the database is away or refuses, and says so in the log.
 */
export async function prepareDatabase(): Promise<void> {
  for (;;) {
    try {
      const ran = await migrate(connectionOptions());
      if (ran.length > 0) log().info({ ran }, "migrated");
      return await installJobQueue();
    } catch (error) {
      log().error({ err: error }, "the database could not be brought up to date: see npm run migrate");
      await sleep(PAUSE_MS, undefined, { ref: false });
    }
  }
}
