import { sql } from "slonik";
import { z } from "zod";
import { type ChosenCalls, latestChosen, MOST_CHOSEN } from "#app/db/calls/chosen-calls.server.ts";
import { recordingState } from "#app/db/calls/list-calls.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { endRun, listRuns } from "#app/db/jobs/runs.server.ts";
import { PAGE_SIZE, type Page, type PageRequest, toPage } from "#app/db/lists/page.server.ts";
import { where } from "#app/db/lists/where.server.ts";
import { UNASKED, type Unasked } from "#app/lib/fetch-results.ts";
import { RECORDING_STATE_NAMES } from "#app/lib/recording-states.ts";

/** A run that asks for the recordings of many calls. `query`: what lists these calls; null for a selection. */
export const RecordingFetch = z.object({
  id: z.number(),
  created_at: z.date(),
  created_by: z.string(),
  query: z.string().nullable(),
  calls: z.number(),
  state: z.enum(["running", "finished", "stopped"]),
  held: z.enum(UNASKED).nullable(),
  held_since: z.date().nullable(),
  ended_at: z.date().nullable(),
  ended_by: z.string().nullable(),
});
export type RecordingFetch = z.infer<typeof RecordingFetch>;

const columns = sql.fragment`
  id, created_at, created_by, query, calls, state, held, held_since, ended_at, ended_by`;
const Id = z.object({ id: z.number() });

const StateCount = z.object({ state: z.enum(RECORDING_STATE_NAMES), count: z.number() });

/** How many calls are chosen, by the state of their recording; one more than {@link MOST_CHOSEN} stands for more. */
export function countChosen(db: Database, chosen: ChosenCalls): Promise<readonly z.infer<typeof StateCount>[]> {
  return db.any(sql.type(StateCount)`
    select ${recordingState} as state, count(*) as count
    from (${latestChosen(chosen, MOST_CHOSEN + 1)}) as calls
    left join pending_recordings on pending_recordings.call_id = calls.call_id
    group by 1
    order by 2 desc, 1`);
}

/** Notes a fetch and the calls that it is about, in the caller's transaction. Its `calls` is 0 if none is chosen. */
export async function insertFetch(
  db: Database,
  { chosen, query, createdBy }: { chosen: ChosenCalls; query: string | null; createdBy: string },
): Promise<{ id: number; calls: number }> {
  const id = await db.oneFirst(sql.type(Id)`
    insert into recording_fetches (created_by, query) values (${createdBy}, ${query}) returning id`);
  const { rowCount: calls } = await db.query(sql.unsafe`
    insert into recording_fetch_calls (fetch_id, place, call_id)
    select ${id}, row_number() over (order by occurred_at desc, call_id desc), call_id
    from (${latestChosen(chosen, MOST_CHOSEN)}) as chosen`);
  await db.query(sql.unsafe`update recording_fetches set calls = ${calls} where id = ${id}`);
  return { id, calls };
}

export function findFetch(db: Database, id: number): Promise<RecordingFetch | null> {
  return db.maybeOne(sql.type(RecordingFetch)`select ${columns} from recording_fetches where id = ${id}`);
}

/** A page of fetches, the latest first. The cursor is a fetch's id. */
export function listFetches(db: Database, asked: PageRequest = {}): Promise<Page<RecordingFetch>> {
  return listRuns(db, RecordingFetch, sql.fragment`select ${columns} from recording_fetches`, asked);
}

const CallId = z.object({ call_id: z.string() });

/** The next calls to ask for. */
export function listNextCalls(db: Database, id: number, most: number): Promise<readonly string[]> {
  return db.anyFirst(sql.type(CallId)`
    select call_id from recording_fetch_calls where fetch_id = ${id} and result is null order by place limit ${most}`);
}

/** Notes what came of some calls of a fetch. `isAnswered`: Convoso could be asked, so that the fetch waits no longer. */
export async function saveFetchResults(
  db: Database,
  id: number,
  results: readonly { callId: string; result: string }[],
  { isAnswered }: { isAnswered: boolean },
): Promise<void> {
  await db.query(sql.unsafe`
    update recording_fetch_calls as entry
    set result = done.result
    from json_to_recordset(${JSON.stringify(results)}::json) as done ("callId" text, result text)
    where entry.fetch_id = ${id} and entry.call_id = done."callId" and entry.result is null`);
  await db.query(sql.unsafe`
    update recording_fetches
    set updated_at = now(), held = case when ${isAnswered} then null else held end,
      held_since = case when ${isAnswered} then null else held_since end
    where id = ${id}`);
}

/** Notes that a fetch waits because Convoso cannot be asked. */
export async function holdFetch(db: Database, id: number, why: Unasked): Promise<void> {
  await db.query(sql.unsafe`
    update recording_fetches
    set held = ${why}, held_since = coalesce(held_since, now()), updated_at = now()
    where id = ${id}`);
}

/** Ends a running fetch: as finished, or as stopped by somebody. @returns whether it was running */
export async function endFetch(db: Database, id: number, stoppedBy: string | null = null): Promise<boolean> {
  await db.query(sql.unsafe`
    update recording_fetches set held = null, held_since = null where id = ${id} and state = 'running'`);
  return endRun(db, "recording_fetches", id, stoppedBy);
}

const ResultCount = z.object({ result: z.string().nullable(), count: z.number() });

/** How many calls of a fetch came to what; `result` is null for those that are left to ask for. */
export function countFetchResults(db: Database, id: number): Promise<readonly z.infer<typeof ResultCount>[]> {
  return db.any(sql.type(ResultCount)`
    select result, count(*) as count from recording_fetch_calls where fetch_id = ${id} group by 1 order by 2 desc, 1`);
}

const Place = z.object({ call_id: z.string(), place: z.number() });

/** A page of the calls of a fetch that came to a result, in the fetch's order. The cursor is a call's place. */
export async function listFetchedCalls(
  db: Database,
  id: number,
  result: string,
  asked: PageRequest = {},
): Promise<Page<string>> {
  const found = await db.any(sql.type(Place)`
    select call_id, place
    from recording_fetch_calls
    ${where(
      sql.fragment`fetch_id = ${id} and result = ${result}`,
      asked.after !== undefined && sql.fragment`place < ${asked.after}::int4`,
      asked.after === undefined && asked.before !== undefined && sql.fragment`place > ${asked.before}::int4`,
    )}
    order by place ${asked.after === undefined ? sql.fragment`asc` : sql.fragment`desc`}
    limit ${PAGE_SIZE + 1}`);
  const page = toPage(found, asked, ({ place }) => String(place));
  return { ...page, rows: page.rows.map(({ call_id }) => call_id) };
}
