import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { VIEWED_LISTS } from "#app/lib/viewed-lists.ts";

/** A list's filter under a name. `query`: as the list's address has it. */
export const SavedView = z.object({
  id: z.number(),
  list: z.enum(VIEWED_LISTS),
  name: z.string(),
  query: z.string(),
  owner: z.string(),
  is_shared: z.boolean(),
});
export type SavedView = z.infer<typeof SavedView>;

const columns = sql.fragment`id, list, name, query, owner, is_shared`;

/** The views of a list that somebody may use: their own, and those that are shared. */
export function listViews(db: Database, list: SavedView["list"], owner: string): Promise<readonly SavedView[]> {
  return db.any(sql.type(SavedView)`
    select ${columns} from saved_views
    where list = ${list} and (owner = ${owner} or is_shared)
    order by is_shared, lower(name), id
    limit 100`);
}

/** A view, or null. */
export function findView(db: Database, id: number): Promise<SavedView | null> {
  return db.maybeOne(sql.type(SavedView)`select ${columns} from saved_views where id = ${id} for update`);
}

const Id = z.object({ id: z.number() });

/** Saves a view; one of the same list and name of its owner is replaced. Returns its id. */
export function upsertView(
  db: Database,
  { list, name, query, owner, is_shared }: Omit<SavedView, "id">,
): Promise<number> {
  return db.oneFirst(sql.type(Id)`
    insert into saved_views (list, name, query, owner, is_shared)
    values (${list}, ${name}, ${query}, ${owner}, ${is_shared})
    on conflict (list, owner, lower(name)) where owner <> 'a removed user' do update
    set name = excluded.name, query = excluded.query, is_shared = excluded.is_shared, created_at = now()
    returning id`);
}

export async function deleteView(db: Database, id: number): Promise<void> {
  await db.query(sql.unsafe`delete from saved_views where id = ${id}`);
}
