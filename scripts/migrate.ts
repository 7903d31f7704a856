// npm run migrate: brings the database up to this code.
import { bringUpToDate } from "#app/db/connection/bring-up-to-date.server.ts";
import { describeDatabaseFault } from "#app/db/connection/describe-database-fault.server.ts";
import { OlderDatabaseError } from "#app/db/connection/migrate.server.ts";

try {
  const { ran } = await bringUpToDate();
  console.log(ran.length ? `Migrated: ${ran.join(", ")}` : "The database is up to date.");
} catch (error) {
  const told = error instanceof OlderDatabaseError ? error.message : await describeDatabaseFault(error);
  if (told === undefined) throw error;
  console.error(told);
  process.exitCode = 1;
}
