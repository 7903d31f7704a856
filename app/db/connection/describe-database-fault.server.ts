import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";

/** SQLSTATE class 28 and 3D000 (PostgreSQL documentation, appendix A): who signs in, and to which database. */
const REFUSED = /^28|^3D000$/;

/** What to tell a person at a terminal whose command could not use the database; undefined for any other fault. */
export function describeDatabaseFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = "" } = error as { code?: string };
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  const reason = error.message || (inner instanceof Error ? inner.message : code);
  if (REFUSED.test(code)) return `The database refuses: ${reason}. Correct DATABASE_URL or MIGRATION_DATABASE_URL.`;
  if (!isDatabaseAway(error)) return undefined;
  return `The database cannot be reached: ${reason}. Check that its server runs and that DATABASE_URL leads there.`;
}
