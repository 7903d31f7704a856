import type { Database } from "#app/db/connection/pool.server.ts";
import { listCallsInLog } from "#app/db/recordings/due-searches.server.ts";
import { env } from "#app/env.server.ts";
import { askForMany } from "#app/features/recordings/ask-for-many.server.ts";
import { learnBlindness, planQuestions } from "#app/features/recordings/plan-question.server.ts";

/** What Convoso says of calls: the links of each that its log has, which are none where it has no recording of it. */
export type KnownLinks = ReadonlyMap<string, readonly string[]>;

/**
 * Asks Convoso for the recordings of many calls in as few questions as cover them. Calls that the answers do not have are left
 * to be asked for by their ids, and so are all that are left where Convoso does not answer.
 */
export async function askTogether(db: Database, callIds: readonly string[]): Promise<KnownLinks> {
  const { CONVOSO_AUTH_TOKEN: authToken, CONVOSO_API_URL: apiUrl, CONVOSO_TIME_ZONE: timeZone } = env();
  const known = new Map<string, readonly string[]>();
  if (!authToken) return known;
  const now = new Date();
  for (const question of await planQuestions(db, await listCallsInLog(db, callIds), now)) {
    const { due } = question;
    if (due.length === 1) continue;
    const { links, failure } = await askForMany(db, { apiUrl, authToken, timeZone }, question);
    for (const { callId } of due) {
      const given = links.get(callId);
      if (given) known.set(callId, given);
    }
    if (failure || learnBlindness(due, links, now)) break;
  }
  return known;
}
