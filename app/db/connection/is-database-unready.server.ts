/** A table, column, function or schema that is not there, or that this role may not use (PostgreSQL documentation, appendix A). */
const UNREADY = new Set(["42P01", "42703", "42883", "3F000", "42501"]);

/**
 * Whether `error` says that the tables are not as this code needs them: at a first start they are still being created, later
 * a migration is missing. prepareDatabase says so in the log.
 */
export function isDatabaseUnready(error: unknown): boolean {
  return error instanceof Error && UNREADY.has((error as { code?: string }).code ?? "");
}
