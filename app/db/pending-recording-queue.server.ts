import { sql } from "slonik";
import { z } from "zod";
import { toInsert } from "#app/db/bulk-rows.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import { fixedText, type Statement } from "#app/db/statement.server.ts";

const CallId = z.object({ call_id: z.string() });

/** The job of a search: its key is the prefix and the call id. */
type SearchJob = { task: string; keyPrefix: string };

/**
 * Queues jobs that are due in minutes, as rows that `graphile_worker.add_jobs` would write, without what it does besides: it
 * makes tasks and queues, looks for running jobs with these keys, and wakes every listener. That is a tenth of what a
 * delivery costs (docs/decisions/0009-pipelined-ingest.md). Only what no job was ever queued of is left to it. A job that
 * has the key already looks at the call, too.
 */
const queueSearchJobs = fixedText(
  (task: string, keyPrefix: string, due: string, callIds: string[]) => sql.unsafe`
    with job as (
      select ${task} as task, ${keyPrefix} || call_id as key, ${due}::timestamptz as due,
        json_build_object('callId', call_id) as payload
      from unnest(${sql.array(callIds, "text")}) as call_id
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

/** The statements that start the search for these calls' recordings, of which there is none yet, and queue its job. */
export function toStartSearches(
  callIds: readonly string[],
  firstTryAt: Date,
  { task, keyPrefix }: SearchJob,
): readonly Statement[] {
  if (callIds.length === 0) return [];
  return [
    ...toInsert("pending_recordings", callIds.map((callId) => ({ callId, nextTryAt: firstTryAt }))),
    queueSearchJobs(task, keyPrefix, firstTryAt.toISOString(), [...callIds]),
  ]; // biome-ignore format: a list
}

/** The statement that ends the search for these calls, because they have their recording, and takes its job back. */
export function toSettleSearches(
  callIds: readonly string[],
  answer: string,
  { keyPrefix }: Pick<SearchJob, "keyPrefix">,
): readonly Statement[] {
  if (callIds.length === 0) return [];
  return [
    sql.unsafe`
      with settled as (
        update pending_recordings
        set state = 'found', next_try_at = null, last_answer = ${answer}, updated_at = now()
        where call_id = any(${sql.array([...callIds], "text")}) and state <> 'found'
        returning ${keyPrefix}::text || call_id as key
      )
      select count(graphile_worker.remove_job(jobs.key))
      from graphile_worker.jobs
      where jobs.key in (select key from settled) and jobs.locked_at is null`,
  ];
}

/**
 * Ends the search for these calls because they have their recording.
 * @returns the call ids for which a search was still open
 */
export async function settlePendingRecordings(
  db: Database,
  callIds: readonly string[],
  answer: string,
): Promise<readonly string[]> {
  return db.anyFirst(sql.type(CallId)`
    update pending_recordings
    set state = 'found', next_try_at = null, last_answer = ${answer}, updated_at = now()
    where call_id = any(${sql.array([...callIds], "text")}) and state <> 'found'
    returning call_id`);
}

const RecordingSearch = z.object({
  callId: z.string(),
  state: z.enum(["waiting", "found", "gave_up", "absent", "blocked"]),
  attempts: z.number(),
  failures: z.number(),
  receivedAt: z.date(),
  occurredAt: z.date(),
  recordingUrl: z.string().nullable(),
  durationSeconds: z.number().nullable(),
  disposition: z.string().nullable(),
  agentId: z.string().nullable(),
});

/** A search and what of its call matters to it. `receivedAt`: when the search began. `agentId` is Convoso's. */
export type RecordingSearch = z.infer<typeof RecordingSearch>;

/** The searches for these calls' recordings, as far as there are any. */
export function listRecordingSearches(db: Database, callIds: readonly string[]): Promise<readonly RecordingSearch[]> {
  return db.any(sql.type(RecordingSearch)`
    select
      pending.call_id as "callId", pending.state, pending.attempts, pending.failures, pending.created_at as "receivedAt",
      calls.occurred_at as "occurredAt", calls.recording_url as "recordingUrl",
      calls.duration_seconds as "durationSeconds", calls.disposition, agents.agent_id as "agentId"
    from pending_recordings as pending
    join calls on calls.call_id = pending.call_id
    left join agents on agents.id = calls.agent_id
    where pending.call_id = any(${sql.array([...callIds], "text")})`);
}

/** The statement that holds the rows of these calls: calls first, as deliveries do it, and all in one order. */
export function toLockCalls(callIds: readonly string[]): Statement {
  return sql.unsafe`
    select from calls where call_id = any(${sql.array([...callIds], "text")}) order by call_id for no key update`;
}

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
export function toSaveNextTries(tries: readonly NextTry[], { task, keyPrefix }: SearchJob): readonly Statement[] {
  if (tries.length === 0) return [];
  return [
    sql.unsafe`
      with noted as (
        update pending_recordings as pending
        set state = next.state, next_try_at = next."nextTryAt", last_try_at = now(), attempts = next.attempts,
          failures = next.failures, last_answer = next."lastAnswer", updated_at = now()
        from json_to_recordset(${JSON.stringify(tries)}::json) as next
          ("callId" text, state text, "nextTryAt" timestamptz, attempts integer, failures integer, "lastAnswer" text)
        where pending.call_id = next."callId" and pending.state <> 'found'
        returning pending.call_id, pending.next_try_at
      )
      select count(*)
      from (
        select array_agg(row(
          ${task}::text, json_build_object('callId', call_id), null, next_try_at, null, ${keyPrefix}::text || call_id, null, null
        )::graphile_worker.job_spec) as specs
        from noted
        where next_try_at is not null
      ) as jobs
      cross join lateral graphile_worker.add_jobs(specs)
      where specs is not null`,
  ];
}

/** A recording that Convoso gave. */
export type FetchedRecording = { callId: string; recordingUrl: string };

/**
 * The statement that ends the searches for these recordings and puts them on their calls, unless a delivery already
 * brought one. A search that is gone meanwhile, because its person was erased, does not bring the link back.
 */
export function toSaveFetchedRecordings(found: readonly FetchedRecording[]): readonly Statement[] {
  if (found.length === 0) return [];
  return [
    sql.unsafe`
      with settled as (
        update pending_recordings as pending
        set state = 'found', next_try_at = null, last_answer = 'Convoso gave the recording.', updated_at = now()
        from json_to_recordset(${JSON.stringify(found)}::json) as found ("callId" text, "recordingUrl" text)
        where pending.call_id = found."callId" and pending.state <> 'found'
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
    left join graphile_worker.jobs as job on job.key = 'fetch_recording:' || pending.call_id
    where pending.state in ('waiting', 'blocked')
      and pending.next_try_at < now() - interval '2 minutes'
      and job.id is null
    limit 10000`);
}

/** Starts a search anew, now, whatever its state; where the call has its recording or never had a search, nothing. */
export async function restartPendingRecording(db: Database, callId: string): Promise<boolean> {
  await db.query(toLockCalls([callId])); // a trigger may write the call
  const { rowCount } = await db.query(sql.unsafe`
    update pending_recordings
    set state = 'waiting', next_try_at = now(), attempts = 0, failures = 0, updated_at = now()
    where call_id = ${callId} and state <> 'found'`);
  return rowCount === 1;
}

/** Lets every blocked search try again now. @returns their call ids */
export async function unblockPendingRecordings(db: Database): Promise<readonly string[]> {
  return db.anyFirst(sql.type(CallId)`
    update pending_recordings
    set state = 'waiting', next_try_at = now(), updated_at = now()
    where state = 'blocked'
    returning call_id`);
}
