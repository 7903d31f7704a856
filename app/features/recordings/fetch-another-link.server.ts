import { insertRecordings } from "#app/db/archive/archived-recordings.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { RecordingSearch } from "#app/db/recordings/pending-recording-queue.server.ts";
import { type LinkVerdict, replaceLink, updateVerdict } from "#app/db/recordings/recording-links.server.ts";
import { type Replacement, saveReplacement, updateReplaced } from "#app/db/recordings/reopened-searches.server.ts";
import { env } from "#app/env.server.ts";
import { type Asked, askConvoso } from "#app/features/recordings/ask-convoso.server.ts";
import type { KnownLinks } from "#app/features/recordings/ask-together.server.ts";
import { checkLink } from "#app/features/recordings/check-link.server.ts";
import { queueRecordingJobs } from "#app/features/recordings/recording-jobs.server.ts";
import { afterFailedLink, afterFailure, MOST_REFETCHES } from "#app/features/recordings/recording-schedule.server.ts";
import type { FetchResult } from "#app/lib/fetch-results.ts";
import { faultWords } from "#app/lib/recording-faults.ts";

type LinkedSearch = RecordingSearch & { recordingUrl: string };
/** The next state of the search, and the link and its verdict where these are news. */
type Outcome = Omit<Replacement, "callId" | "url"> & {
  newUrl: string | null;
  verdict: LinkVerdict | null;
  result: FetchResult;
};

/**
 * Asks Convoso once for another link of a call that has one, tries the link that it gives, and stores what came of it. The
 * call keeps its link until there is another that does not fail; while its own fails, any other is better. A link that
 * failed is not found again by being given again: it has to play.
 */
export async function fetchAnotherLink(db: Database, search: LinkedSearch, known: KnownLinks): Promise<FetchResult> {
  const { callId, recordingUrl: url } = search;
  const asked = await askConvoso(db, search, known);
  const { newUrl, verdict, result, ...next } = asked.isAnswered
    ? await weigh(db, search, asked)
    : waitFor(search, asked);
  await db.transaction(async (transaction) => {
    if (!(await saveReplacement(transaction, { callId, url, ...next }))) return;
    if (newUrl !== null) {
      await replaceLink(transaction, callId, newUrl);
      await updateReplaced(transaction, callId, newUrl);
    }
    if (asked.isAnswered) await insertRecordings(transaction, [{ callId, recordingUrls: asked.recordingUrls }]);
    if (verdict) await updateVerdict(transaction, { callId, url: newUrl ?? url, verdict });
    if (next.nextTryAt) await queueRecordingJobs(transaction, [callId], next.nextTryAt);
  });
  return result;
}

type Answered = Extract<Asked, { isAnswered: true }>;
type Unanswered = Extract<Asked, { isAnswered: false }>;

function waitFor({ refetches }: LinkedSearch, { result, step, failures, lastAnswer }: Unanswered): Outcome {
  return { ...tryingAt(step.nextTryAt), failures, refetches, lastAnswer, newUrl: null, verdict: null, result };
}

/** What follows from an answer. Of several links the first counts; the archive tries all of them. */
async function weigh(db: Database, search: LinkedSearch, asked: Answered): Promise<Outcome> {
  const { refetches, hasFailed, recordingUrl: own } = search;
  const given = asked.recordingUrls[0] ?? null;
  if (given === null || given === own) {
    const said = given === null ? asked.lastAnswer : "Convoso returned the same link.";
    return keep(search, said, await checkLink(db, own));
  }
  const verdict = await checkLink(db, given);
  if (verdict === null || verdict === "playable") {
    const lastAnswer = "Convoso returned another link.";
    const used = verdict === null ? refetches : 0;
    return { ...tryingAt(null), failures: 0, refetches: used, lastAnswer, newUrl: given, verdict, result: "found" };
  }
  const said = `Convoso returned another link, which fails: ${faultWords(verdict.fault)}.`;
  if (!hasFailed) return keep(search, said, await checkLink(db, own));
  return { ...keep(search, said, verdict), newUrl: given };
}

/** What follows where there is no better link than `search` has, by what was seen of it. */
function keep(
  { refetches, failures, hasFailed, receivedAt }: LinkedSearch,
  said: string,
  verdict: LinkVerdict | null,
): Outcome {
  const now = new Date();
  const kept = { failures: 0, refetches, newUrl: null, verdict };
  if (verdict === "playable") {
    return { ...kept, ...tryingAt(null), refetches: 0, lastAnswer: `${said} The link plays.`, result: verdict };
  }
  if (verdict) {
    const used = Math.min(refetches + 1, MOST_REFETCHES);
    const nextTryAt = afterFailedLink(used, env().RECORDING_RETRY_SECONDS, now);
    return { ...kept, ...tryingAt(nextTryAt), refetches: used, lastAnswer: said, result: verdict.fault };
  }
  const lastAnswer = `${said} Whether the link plays could not be checked.`;
  if (!hasFailed) return { ...kept, ...tryingAt(null), lastAnswer, result: "unchecked" };
  const failure = { kind: "unreachable", retryAfterSeconds: null } as const;
  const { nextTryAt } = afterFailure(failure, { failures: failures + 1, receivedAt }, now);
  return { ...kept, ...tryingAt(nextTryAt), failures: failures + 1, lastAnswer, result: "unchecked" };
}

/** The state of a search for another link: over, unless there is a next try. */
function tryingAt(nextTryAt: Date | null): Pick<Replacement, "state" | "nextTryAt"> {
  return { state: nextTryAt === null ? "found" : "again", nextTryAt };
}
