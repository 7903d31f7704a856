import { errorCodes } from "#app/lib/error-codes.server.ts";

/** SQLSTATE class 28 and 3D000 (PostgreSQL documentation, appendix A): who signs in, and to which database. */
const REFUSED = /^28|^3D000$/;

/** What to tell a person at a terminal whose command could not use the database; undefined for any other fault. */
export async function describeDatabaseFault(error: unknown): Promise<string | undefined> {
  if (!(error instanceof Error)) return undefined;
  const codes = errorCodes(error);
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  const reason = error.message || (inner instanceof Error ? inner.message : codes[0]);
  if (codes.some((code) => REFUSED.test(code))) {
    return `The database refuses: ${reason}. Correct DATABASE_URL or MIGRATION_DATABASE_URL.`;
  }
  const { isDatabaseAway } = await import("#app/db/connection/is-database-away.server.ts"); // it loads all of slonik
  if (!isDatabaseAway(error)) return undefined;
  return `The database cannot be reached: ${reason}. Check that its server runs and that DATABASE_URL leads there.`;
}
