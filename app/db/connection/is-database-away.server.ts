import { BackendTerminatedError, BackendTerminatedUnexpectedlyError, ConnectionError } from "slonik";

const AWAY_CODES = new Set([
  "ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EPIPE", "ETIMEDOUT", "EAI_AGAIN", "ERR_STREAM_DESTROYED",
  "ERR_STREAM_WRITE_AFTER_END",
]); // biome-ignore format: a list

/**
 * Whether `error` says that the database cannot be reached or is shutting down or starting, and not that a statement is
 * wrong. SQLSTATE classes: 08 connection, 53 out of resources, 57P shutdown and start-up, 25006 read-only standby
 * (PostgreSQL documentation, appendix A).
 */
export function isDatabaseAway(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof ConnectionError || at instanceof BackendTerminatedError) return true;
    if (at instanceof BackendTerminatedUnexpectedlyError) return true;
    const { code } = at as { code?: unknown };
    if (typeof code === "string" && (AWAY_CODES.has(code) || /^(08|53|57P)|^25006$/.test(code))) return true;
    if (
      /Connection terminated|not queryable|connection timeout|timeout expired|pool (is being terminated|has ended)/i.test(
        at.message,
      )
    ) {
      return true;
    }
  }
  return false;
}
