import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { PAGE_SIZE, type Page, type PageRequest, toPage } from "#app/db/lists/page.server.ts";
import { where } from "#app/db/lists/where.server.ts";
import { JOB_KEY_PREFIXES, type QueuedTask } from "#app/lib/job-keys.ts";

/** The tables of work over many rows that a person starts, stops and resumes. Each run has one job. */
export type RunTable = "replays" | "recording_fetches" | "ledger_fixes" | "note_runs";

const Id = z.object({ id: z.number() });

/**
 * A page of runs, the latest first. The cursor is a run's id.
 * @param selected "select … from <table>", whose rows are of `type`
 */
export async function listRuns<Run extends { id: number }>(
  db: Database,
  type: z.ZodType<Run>,
  selected: FragmentSqlToken,
  asked: PageRequest,
): Promise<Page<Run>> {
  const found = await db.any(sql.type(type)`
    ${selected}
    ${where(
      asked.after !== undefined && sql.fragment`id > ${asked.after}::int8`,
      asked.after === undefined && asked.before !== undefined && sql.fragment`id < ${asked.before}::int8`,
    )}
    order by id ${asked.after === undefined ? sql.fragment`desc` : sql.fragment`asc`}
    limit ${PAGE_SIZE + 1}`);
  return toPage(found, asked, ({ id }) => String(id));
}

/** Ends a running run: as finished, or as stopped by somebody. @returns whether it was running */
export async function endRun(
  db: Database,
  table: RunTable,
  id: number,
  stoppedBy: string | null = null,
): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    update ${sql.identifier([table])}
    set state = ${stoppedBy === null ? "finished" : "stopped"}, ended_at = now(), ended_by = ${stoppedBy}, updated_at = now()
    where id = ${id} and state = 'running'`);
  return rowCount === 1;
}

/** Lets a stopped run run again. @returns whether it was stopped */
export async function reopenRun(db: Database, table: RunTable, id: number): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    update ${sql.identifier([table])} set state = 'running', ended_at = null, ended_by = null, updated_at = now()
    where id = ${id} and state = 'stopped'`);
  return rowCount === 1;
}

/** Those that run and have no job of `task`: the queue was emptied, or a backup restored without it. */
export function listStrandedRuns(db: Database, table: RunTable, task: QueuedTask): Promise<readonly number[]> {
  return db.anyFirst(sql.type(Id)`
    select id
    from ${sql.identifier([table])} as run
    where state = 'running'
      and not exists (select from graphile_worker.jobs where jobs.key = ${JOB_KEY_PREFIXES[task]} || run.id)`);
}
