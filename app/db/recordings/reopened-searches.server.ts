import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { addAnswer, toLockCalls } from "#app/db/recordings/pending-recording-queue.server.ts";

// Searches of calls that may have a link already, which such a search is to replace.

const CallId = z.object({ call_id: z.string() });

/**
 * Opens the searches of these calls, to be tried now, whatever their state was: for another link where the call has one.
 * `isAnew`: with all their tries before them; otherwise each keeps its place on the schedule.
 * @returns those of the calls that exist
 */
export async function reopenSearches(
  db: Database,
  callIds: readonly string[],
  { isAnew }: { isAnew: boolean },
): Promise<readonly string[]> {
  await db.query(toLockCalls(callIds)); // a trigger may write the call
  return db.anyFirst(sql.type(CallId)`
    insert into pending_recordings as pending (call_id, state, replaces, next_try_at)
    select call_id, case when recording_url is null then 'waiting' else 'again' end, md5(recording_url), now()
    from calls
    where call_id = any(${sql.array([...callIds], "text")})
    on conflict (call_id) do update
    set state = excluded.state, replaces = excluded.replaces, next_try_at = now(), failures = 0, updated_at = now(),
      attempts = case when ${isAnew} then 0 else pending.attempts end,
      refetches = case when ${isAnew} then 0 else pending.refetches end,
      created_at = case when ${isAnew} then now() else pending.created_at end
    returning call_id`);
}

const Refetches = z.object({ refetches: z.number() });

/** How often Convoso was asked for another link of this call because one failed. */
export async function countRefetches(db: Database, callId: string): Promise<number> {
  const found = await db.maybeOneFirst(sql.type(Refetches)`
    select refetches from pending_recordings where call_id = ${callId}`);
  return found ?? 0;
}

/** Opens the search for another link of a call, unless it is open already. @returns whether it was opened */
export async function openSearchForAnother(
  db: Database,
  { callId, url, nextTryAt }: { callId: string; url: string; nextTryAt: Date },
): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    insert into pending_recordings as pending (call_id, state, replaces, next_try_at)
    values (${callId}, 'again', md5(${url}), ${nextTryAt.toISOString()}::timestamptz)
    on conflict (call_id) do update
    set state = 'again', replaces = excluded.replaces, next_try_at = excluded.next_try_at, failures = 0,
      created_at = now(), updated_at = now()
    where pending.state <> 'again' or pending.replaces is distinct from excluded.replaces`);
  return rowCount === 1;
}

/** Ends the search for another link of a call because the one that it has plays after all. */
export async function settleReplacement(db: Database, callId: string): Promise<void> {
  await db.query(sql.unsafe`
    update pending_recordings
    set state = case state when 'again' then 'found' else state end, refetches = 0,
      next_try_at = case state when 'again' then null else next_try_at end,
      last_answer = 'The link was seen to play.', updated_at = now()
    where call_id = ${callId}`);
}

/** What came of asking for another link. `state` is "found" where the search is over. */
export type Replacement = {
  callId: string;
  /** The link that was to be replaced. */
  url: string;
  state: "again" | "found";
  nextTryAt: Date | null;
  failures: number;
  refetches: number;
  lastAnswer: string;
};

/** Notes a try for another link. @returns false where the search is gone, or is about another link meanwhile */
export async function saveReplacement(db: Database, { callId, url, ...next }: Replacement): Promise<boolean> {
  await db.query(toLockCalls([callId]));
  const { rowCount } = await db.query(sql.unsafe`
    update pending_recordings
    set state = ${next.state}, next_try_at = ${next.nextTryAt?.toISOString() ?? null}::timestamptz, last_try_at = now(),
      failures = ${next.failures}, refetches = ${next.refetches}, last_answer = ${next.lastAnswer},
      answers = ${addAnswer(sql.fragment`${next.lastAnswer}::text`)}, updated_at = now()
    where call_id = ${callId} and state = 'again' and replaces = md5(${url})`);
  return rowCount === 1;
}

/** Says which link an open search is to replace now. */
export async function updateReplaced(db: Database, callId: string, url: string): Promise<void> {
  await db.query(sql.unsafe`update pending_recordings set replaces = md5(${url}) where call_id = ${callId}`);
}
