// npm run migrate: brings the database up to this code.
import { bringUpToDate } from "#app/db/connection/bring-up-to-date.server.ts";
import { OlderDatabaseError } from "#app/db/connection/migrate.server.ts";

try {
  const { ran } = await bringUpToDate();
  console.log(ran.length ? `Migrated: ${ran.join(", ")}` : "The database is up to date.");
} catch (error) {
  if (!(error instanceof OlderDatabaseError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
