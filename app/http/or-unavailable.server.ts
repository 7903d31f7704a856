import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { getSpoolState } from "#app/features/spool/get-spool-state.server.ts";

/**
 * Waits for what a page reads.
 * @throws {Response} 503 where the database cannot be reached, with what waits in the spool, as the health tells it to
 * anybody, so that the page can say so: without the database nobody is known to be signed in
 */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    const spool = await getSpoolState();
    throw Response.json({ spool }, { status: 503, headers: { "Retry-After": "5", "Cache-Control": "no-store" } });
  }
}

/** Whether an answer is the one of {@link orUnavailable}. */
export function isUnavailable({ status, headers }: Response): boolean {
  return status === 503 && (headers.get("content-type")?.startsWith("application/json") ?? false);
}
