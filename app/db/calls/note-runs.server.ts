import { sql } from "slonik";
import { z } from "zod";
import { type ChosenCalls, latestChosen, MOST_CHOSEN } from "#app/db/calls/chosen-calls.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { listRuns } from "#app/db/jobs/runs.server.ts";
import type { Page, PageRequest } from "#app/db/lists/page.server.ts";

/** A run that writes one note on many calls. `query`: what lists these calls; null for a selection. */
export const NoteRun = z.object({
  id: z.number(),
  created_at: z.date(),
  created_by: z.string(),
  query: z.string().nullable(),
  text: z.string(),
  calls: z.number(),
  noted: z.number(),
  state: z.enum(["running", "finished", "stopped"]),
  ended_at: z.date().nullable(),
  ended_by: z.string().nullable(),
});
export type NoteRun = z.infer<typeof NoteRun>;

const columns = sql.fragment`id, created_at, created_by, query, text, calls, noted, state, ended_at, ended_by`;
const Id = z.object({ id: z.number() });

/** Notes a run and its calls, in the caller's transaction. Its `calls` is 0 if none is chosen. */
export async function insertNoteRun(
  db: Database,
  { chosen, query, text, createdBy }: { chosen: ChosenCalls; query: string | null; text: string; createdBy: string },
): Promise<{ id: number; calls: number }> {
  const id = await db.oneFirst(sql.type(Id)`
    insert into note_runs (created_by, query, text) values (${createdBy}, ${query}, ${text}) returning id`);
  const { rowCount: calls } = await db.query(sql.unsafe`
    insert into note_run_calls (run_id, call_id)
    select ${id}, call_id from (${latestChosen(chosen, MOST_CHOSEN)}) as chosen`);
  await db.query(sql.unsafe`update note_runs set calls = ${calls} where id = ${id}`);
  return { id, calls };
}

export function findNoteRun(db: Database, id: number): Promise<NoteRun | null> {
  return db.maybeOne(sql.type(NoteRun)`select ${columns} from note_runs where id = ${id}`);
}

/** A page of runs, the latest first. The cursor is a run's id. */
export function listNoteRuns(db: Database, asked: PageRequest = {}): Promise<Page<NoteRun>> {
  return listRuns(db, NoteRun, sql.fragment`select ${columns} from note_runs`, asked);
}

const Count = z.object({ count: z.number() });

/**
 * Writes the note on the next calls of a run, so that none gets it twice, whenever this ends.
 * @returns on how many; 0 where none is left, or the run was stopped
 */
export function writeNextNotes(db: Database, id: number, most: number): Promise<number> {
  return db.oneFirst(sql.type(Count)`
    with run as (
      select id, text, created_by from note_runs where id = ${id} and state = 'running' for update
    ),
    next as (
      delete from note_run_calls
      where (run_id, call_id) in (
        select run_id, call_id from note_run_calls join run on run.id = run_id order by call_id limit ${most})
      returning call_id
    ),
    written as (
      insert into notes (call_id, text, author) select call_id, run.text, run.created_by from next cross join run
      returning id
    ),
    counted as (
      update note_runs set noted = noted + (select count(*) from written), updated_at = now() where id = (select id from run)
    )
    select count(*) from written`);
}

/** How many calls are chosen; one more than {@link MOST_CHOSEN} stands for more. */
export function countChosenCalls(db: Database, chosen: ChosenCalls): Promise<number> {
  return db.oneFirst(sql.type(Count)`select count(*) from (${latestChosen(chosen, MOST_CHOSEN + 1)}) as chosen`);
}
