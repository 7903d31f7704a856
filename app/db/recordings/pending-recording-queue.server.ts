import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { fixedText, type Statement } from "#app/db/connection/statement.server.ts";
import { toInsert } from "#app/db/ingest/bulk-rows.server.ts";
import { SearchState } from "#app/db/recordings/pending-recordings.server.ts";
import { JOB_KEY_PREFIXES } from "#app/lib/job-keys.ts";

const CallId = z.object({ call_id: z.string() });

/** A search's job has this prefix and the call id as its key. */
const KEY_PREFIX = JOB_KEY_PREFIXES.fetch_recording;

/**
 * Queues jobs that are due in minutes, as the rows that `graphile_worker.add_jobs` would write. That function also makes
 * tasks and queues, looks for running jobs with these keys, and wakes every listener, which is a tenth of the cost of a
 * delivery (docs/decisions/0009-pipelined-ingest.md). It is called only while its task is not registered yet. A job that
 * has the key already looks at the call, too.
 */
const queueSearchJobs = fixedText(
  (keyPrefix: string, due: string, callIds: string[], traces: (string | null)[]) => sql.unsafe`
    with job as (
      select 'fetch_recording' as task, ${keyPrefix} || call_id as key, ${due}::timestamptz as due,
        json_strip_nulls(json_build_object('callId', call_id, 'trace', trace)) as payload
      from unnest(${sql.array(callIds, "text")}, ${sql.array(traces, "text")}) as wanted (call_id, trace)
    ), queued as (
      insert into graphile_worker._private_jobs (task_id, payload, run_at, key)
      select known.id, payload, due, key
      from job
      join graphile_worker._private_tasks as known on known.identifier = job.task
      on conflict (key) do nothing
    )
    select from graphile_worker.add_jobs(array(
      select row(task, payload, null, due, null, key, null, null)::graphile_worker.job_spec from job
    ))
    where not exists (select from graphile_worker._private_tasks where identifier = (select task from job limit 1))`,
);

/**
 * The statements that start the search for these calls' recordings, of which there is none yet, and queue its job.
 * @param traces the `traceparent` of what a call's job belongs to, by call id
 */
export function toStartSearches(
  callIds: readonly string[],
  firstTryAt: Date,
  traces: ReadonlyMap<string, string> = new Map(),
): readonly Statement[] {
  if (callIds.length === 0) return [];
  return [
    ...toInsert("pending_recordings", callIds.map((callId) => ({ callId, nextTryAt: firstTryAt }))),
    queueSearchJobs(
      KEY_PREFIX,
      firstTryAt.toISOString(),
      [...callIds],
      callIds.map((callId) => traces.get(callId) ?? null),
    ),
  ]; // biome-ignore format: a list
}

/**
 * Ends the search of calls that have a link, with this answer. One that is to replace a link continues while the call has only
 * that one.
 */
function settle(callIds: readonly string[], answer: string) {
  return sql.fragment`
    update pending_recordings as pending
    set state = 'found', next_try_at = null, last_answer = ${answer}, updated_at = now()
    from calls
    where pending.call_id = any(${sql.array([...callIds], "text")}) and calls.call_id = pending.call_id
      and pending.state <> 'found'
      and (pending.state <> 'again' or pending.replaces is distinct from md5(calls.recording_url))`;
}

/** The statement that ends the search for these calls, because they have their recording, and takes its job back. */
export function toSettleSearches(callIds: readonly string[], answer: string): readonly Statement[] {
  if (callIds.length === 0) return [];
  return [
    sql.unsafe`
      with settled as (
        ${settle(callIds, answer)}
        returning ${KEY_PREFIX}::text || pending.call_id as key
      )
      select count(graphile_worker.remove_job(jobs.key))
      from graphile_worker.jobs
      where jobs.key in (select key from settled) and jobs.locked_at is null`,
  ];
}

/** Ends the search for these calls now. */
export async function settleSearches(db: Database, callIds: readonly string[], answer: string): Promise<void> {
  for (const statement of toSettleSearches(callIds, answer)) await db.query(statement);
}

export const RecordingSearch = z.object({
  callId: z.string(),
  state: SearchState,
  attempts: z.number(),
  failures: z.number(),
  refetches: z.number(),
  isReplacing: z.boolean(),
  hasFailed: z.boolean(),
  nextTryAt: z.date().nullable(),
  receivedAt: z.date(),
  occurredAt: z.date(),
  recordingUrl: z.string().nullable(),
  durationSeconds: z.number().nullable(),
  disposition: z.string().nullable(),
  agentId: z.string().nullable(),
});

/**
 * A search and what of its call matters to it. `receivedAt`: when the search began. `isReplacing`: the call still has the
 * link that it is to replace. `hasFailed`: the call's link failed. `agentId` is Convoso's.
 */
export type RecordingSearch = z.infer<typeof RecordingSearch>;

export const searchColumns = sql.fragment`
  pending.call_id as "callId", pending.state, pending.attempts, pending.failures, pending.refetches,
  pending.next_try_at as "nextTryAt",
  pending.state = 'again' and pending.replaces is not distinct from md5(calls.recording_url) as "isReplacing",
  calls.recording_verdict is not distinct from 'failed' as "hasFailed", pending.created_at as "receivedAt",
  calls.occurred_at as "occurredAt", calls.recording_url as "recordingUrl",
  calls.duration_seconds as "durationSeconds", calls.disposition, agents.agent_id as "agentId"`;

export const searchTables = sql.fragment`
  pending_recordings as pending
  join calls on calls.call_id = pending.call_id
  left join agents on agents.id = calls.agent_id`;

/** The searches for these calls' recordings, as far as there are any. */
export function listRecordingSearches(db: Database, callIds: readonly string[]): Promise<readonly RecordingSearch[]> {
  return db.any(sql.type(RecordingSearch)`
    select ${searchColumns} from ${searchTables}
    where pending.call_id = any(${sql.array([...callIds], "text")})`);
}

/** The statement that holds the rows of these calls: calls first, as deliveries do it, and all in one order. */
export function toLockCalls(callIds: readonly string[]): Statement {
  return sql.unsafe`
    select from calls where call_id = any(${sql.array([...callIds], "text")}) order by call_id for no key update`;
}

/** The answer to a search that is over. */
export const RETURNED = "Convoso returned the recording.";

/** The answers to a search, with one more at its end. Of one from before they were all kept, the last is known. */
export const addAnswer = (said: FragmentSqlToken) =>
  sql.fragment`
    coalesce(answers, case when last_try_at is null then '[]'::jsonb
      else jsonb_build_array(jsonb_build_object('at', last_try_at, 'said', last_answer)) end)
    || jsonb_build_object('at', now(), 'said', ${said})`;

/** What came of a try that brought no recording. */
export type NextTry = {
  callId: string;
  state: string;
  nextTryAt: Date | null;
  attempts: number;
  failures: number;
  lastAnswer: string;
};

/** The statement that notes what came of such tries, and queues the next ones. A search that ended meanwhile stays ended. */
export function toSaveNextTries(tries: readonly NextTry[]): readonly Statement[] {
  if (tries.length === 0) return [];
  return [
    sql.unsafe`
      with noted as (
        update pending_recordings as pending
        set state = next.state, next_try_at = next."nextTryAt", last_try_at = now(), attempts = next.attempts,
          failures = next.failures, last_answer = next."lastAnswer", answers = ${addAnswer(sql.fragment`next."lastAnswer"`)},
          updated_at = now()
        from json_to_recordset(${JSON.stringify(tries)}::json) as next
          ("callId" text, state text, "nextTryAt" timestamptz, attempts integer, failures integer, "lastAnswer" text)
        where pending.call_id = next."callId" and pending.state not in ('found', 'again')
        returning pending.call_id, pending.next_try_at
      )
      select count(*)
      from (
        select array_agg(row(
          'fetch_recording', json_build_object('callId', call_id), null, next_try_at, null, ${KEY_PREFIX}::text || call_id, null, null
        )::graphile_worker.job_spec) as specs
        from noted
        where next_try_at is not null
      ) as jobs
      cross join lateral graphile_worker.add_jobs(specs)
      where specs is not null`,
  ];
}

/** The links of a call's recordings that Convoso gave, in order: the first is the call's own. */
export type FetchedRecording = { callId: string; recordingUrls: readonly string[] };

/**
 * The statement that ends the searches for these recordings and puts them on their calls, unless a delivery already
 * brought one. A search that is gone meanwhile, because its person was erased, does not bring the link back.
 */
export function toSaveFetchedRecordings(found: readonly FetchedRecording[]): readonly Statement[] {
  if (found.length === 0) return [];
  const links = found.map(({ callId, recordingUrls }) => ({ callId, recordingUrl: recordingUrls[0] }));
  return [
    sql.unsafe`
      with settled as (
        update pending_recordings as pending
        set state = 'found', next_try_at = null, last_try_at = now(), last_answer = ${RETURNED},
          answers = ${addAnswer(sql.fragment`${RETURNED}::text`)}, updated_at = now()
        from json_to_recordset(${JSON.stringify(links)}::json) as found ("callId" text, "recordingUrl" text)
        where pending.call_id = found."callId" and pending.state not in ('found', 'again')
        returning pending.call_id, found."recordingUrl"
      )
      update calls
      set recording_url = settled."recordingUrl", recording_source = 'fetcher', recording_found_at = now(), updated_at = now()
      from settled
      where calls.call_id = settled.call_id and calls.recording_url is null`,
  ];
}

/**
 * Searches that are over two minutes late and have no job: somebody emptied the queue, or restored a backup without it.
 * A job that a dead worker holds comes back by its heartbeat, and one that used up its tries is left for a person.
 */
export async function listStrandedRecordings(db: Database): Promise<readonly string[]> {
  return db.anyFirst(sql.type(CallId)`
    select pending.call_id
    from pending_recordings as pending
    left join graphile_worker.jobs as job on job.key = ${KEY_PREFIX} || pending.call_id
    where pending.state in ('waiting', 'again', 'blocked')
      and pending.next_try_at < now() - interval '2 minutes'
      and job.id is null
    limit 10000`);
}

/** Lets every search that is blocked, or could not ask Convoso for another link, try again now. @returns their call ids */
export async function unblockPendingRecordings(db: Database): Promise<readonly string[]> {
  return db.anyFirst(sql.type(CallId)`
    update pending_recordings
    set state = case state when 'blocked' then 'waiting' else state end, next_try_at = now(), updated_at = now()
    where state = 'blocked' or (state = 'again' and failures > 0)
    returning call_id`);
}
