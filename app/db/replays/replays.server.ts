import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { EventFilter } from "#app/db/deliveries/event-filter.server.ts";
import { listRuns } from "#app/db/jobs/runs.server.ts";
import { PAGE_SIZE, type Page, type PageRequest, toPage } from "#app/db/lists/page.server.ts";
import { where } from "#app/db/lists/where.server.ts";

/**
 * A run over many deliveries, which are applied once more, oldest first. `query`: what the list of exactly these is asked
 * by; empty for a selection. `reached`: the last delivery that it is done with.
 */
export const Replay = z.object({
  id: z.number(),
  created_at: z.date(),
  created_by: z.string(),
  filter: EventFilter,
  query: z.string(),
  state: z.enum(["running", "finished", "stopped"]),
  reached: z.uuid().nullable(),
  applied: z.number(),
  changed: z.number(),
  failed: z.number(),
  skipped: z.number(),
  updated_at: z.date(),
  ended_at: z.date().nullable(),
  ended_by: z.string().nullable(),
});
export type Replay = z.infer<typeof Replay>;

const columns = sql.fragment`
  id, created_at, created_by, filter, query, state, reached, applied, changed, failed, skipped, updated_at, ended_at,
  ended_by`;

const Id = z.object({ id: z.number() });

export function insertReplay(
  db: Database,
  { filter, query, createdBy }: { filter: EventFilter; query: string; createdBy: string },
): Promise<number> {
  return db.oneFirst(sql.type(Id)`
    insert into replays (created_by, filter, query)
    values (${createdBy}, ${JSON.stringify(filter)}::jsonb, ${query})
    returning id`);
}

export function findReplay(db: Database, id: number): Promise<Replay | null> {
  return db.maybeOne(sql.type(Replay)`select ${columns} from replays where id = ${id}`);
}

/** A page of replays, the latest first. The cursor is a replay's id. */
export function listReplays(db: Database, asked: PageRequest = {}): Promise<Page<Replay>> {
  return listRuns(db, Replay, sql.fragment`select ${columns} from replays`, asked);
}

/** Holds a replay for the caller's transaction. False: it does not run, or somebody else has led it further. */
export async function holdReplay(db: Database, { id, reached }: Pick<Replay, "id" | "reached">): Promise<boolean> {
  const held = await db.maybeOne(sql.type(Id)`
    select id from replays
    where id = ${id} and state = 'running' and reached is not distinct from ${reached}::uuid
    for update`);
  return held !== null;
}

/** What a few deliveries of a replay came to. */
export type ReplayStep = {
  reached: string | null;
  applied: number;
  skipped: number;
  changedIds: string[];
  failedIds: string[];
  isLast: boolean;
};

/** Of what was changed or failed so many are kept by name. */
export const MOST_RESULTS = 10_000;

/** Notes a step, in the transaction that did it: so none is done twice, whenever a worker dies. */
export async function saveReplayStep(db: Database, id: number, step: ReplayStep): Promise<void> {
  const { reached, applied, skipped, changedIds, failedIds, isLast } = step;
  if (changedIds.length + failedIds.length > 0) {
    await db.query(sql.unsafe`
      insert into replay_results (replay_id, event_id, result)
      select replays.id, done.event_id, done.result
      from replays
      cross join (
        select unnest(${sql.array(changedIds, "uuid")}) as event_id, 'changed' as result
        union all
        select unnest(${sql.array(failedIds, "uuid")}), 'failed'
      ) as done
      where replays.id = ${id} and replays.changed + replays.failed < ${MOST_RESULTS}
      on conflict do nothing`);
  }
  await db.query(sql.unsafe`
    update replays
    set reached = coalesce(${reached}::uuid, reached), applied = applied + ${applied}, skipped = skipped + ${skipped},
      changed = changed + ${changedIds.length}, failed = failed + ${failedIds.length}, updated_at = now(),
      state = case when ${isLast} then 'finished' else state end, ended_at = case when ${isLast} then now() end
    where id = ${id}`);
}

const Result = z.object({ event_id: z.uuid() });

/** A page of the deliveries that a replay changed or could not apply, the newest first. The cursor is a delivery's id. */
export async function listReplayResults(
  db: Database,
  id: number,
  result: "changed" | "failed",
  asked: PageRequest = {},
): Promise<Page<string>> {
  const found = await db.anyFirst(sql.type(Result)`
    select event_id
    from replay_results
    ${where(
      sql.fragment`replay_id = ${id} and result = ${result}`,
      asked.after !== undefined && sql.fragment`event_id > ${asked.after}::uuid`,
      asked.after === undefined && asked.before !== undefined && sql.fragment`event_id < ${asked.before}::uuid`,
    )}
    order by event_id ${asked.after === undefined ? sql.fragment`desc` : sql.fragment`asc`}
    limit ${PAGE_SIZE + 1}`);
  return toPage(found, asked, (eventId) => eventId);
}

/** Says that the delivery `eventId` is an edited copy of `originalId`. */
export async function updateReplayOf(db: Database, eventId: string, originalId: string): Promise<void> {
  await db.query(sql.unsafe`update call_events set replay_of = ${originalId}::uuid where id = ${eventId}::uuid`);
}
