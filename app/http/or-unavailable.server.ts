import { isDatabaseAway } from "#app/db/is-database-away.server.ts";

/**
 * Waits for what a page reads.
 * @throws {Response} 503 where the database cannot be reached, so that the page can say so: Remix hides the words of
 * every other error from the browser
 */
export async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    throw new Response(null, { status: 503, headers: { "Retry-After": "5" } });
  }
}
