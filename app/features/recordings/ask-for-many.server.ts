import { questionFor } from "#app/convoso/account-hours.server.ts";
import type { ConvosoFailure, ConvosoSettings } from "#app/convoso/client.server.ts";
import { MOST_ROWS, retrieveLogPage } from "#app/convoso/log-page.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type CallInLog, countCallsWithin } from "#app/db/recordings/due-searches.server.ts";
import { learnDensity, type Question } from "#app/features/recordings/plan-question.server.ts";
import { pauseTurns, waitForTurn } from "#app/features/recordings/wait-for-turn.server.ts";

/** What a question about a span brought: each call that the log has, with its links; or why it failed. */
export type ManyAnswer = { links: Map<string, readonly string[]>; failure: ConvosoFailure | null };

/** An answer that is longer than planned is read so far: what is left is asked for by call. */
const MOST_PAGES = 3;

/**
 * Asks Convoso for the recordings of all calls of a span, in its turn. Only a row with a call's own id counts for it. A page
 * that a server cuts short is followed by the next, until every call that is due was seen.
 */
export async function askForMany(
  db: Database,
  settings: ConvosoSettings,
  question: Question<CallInLog>,
): Promise<ManyAnswer> {
  const { asked } = questionFor(question.span, settings.timeZone);
  const links: ManyAnswer["links"] = new Map();
  let seen = 0;
  for (let page = 0; page < MOST_PAGES; page++) {
    await waitForTurn(db);
    const answer = await retrieveLogPage(settings, asked, { offset: seen });
    if (!answer.ok) {
      if (answer.failure.kind === "rate-limited") await pauseTurns(db, answer.failure.retryAfterSeconds);
      return { links, failure: answer.failure };
    }
    for (const { id, recordingUrls } of answer.rows) {
      if (recordingUrls.length > 0 || !links.has(id)) links.set(id, recordingUrls);
    }
    seen += answer.count;
    if (page === 0 && answer.total !== null) {
      const { startsAt, endsAt } = question.span;
      learnDensity(answer.total, await countCallsWithin(db, startsAt, endsAt, MOST_ROWS));
    }
    const isAll = answer.count === 0 || (answer.total !== null && seen >= answer.total);
    if (isAll || question.due.every(({ callId }) => links.has(callId))) break;
  }
  return { links, failure: null };
}
