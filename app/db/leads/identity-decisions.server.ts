import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** What an admin decided about a key. `sameAs` null: several people share it. `contactIds`: the leads it was about. */
const IdentityDecision = z.object({
  id: z.number(),
  key: z.string(),
  sameAs: z.string().nullable(),
  contactIds: z.array(z.number()),
  actor: z.string(),
  madeAt: z.date(),
});
export type IdentityDecision = z.infer<typeof IdentityDecision>;

const columns = sql.fragment`
  id, key, same_as as "sameAs", contact_ids::int[] as "contactIds", actor, made_at as "madeAt"`;

/** The latest 200 decisions, newest first. */
export function listIdentityDecisions(db: Database): Promise<readonly IdentityDecision[]> {
  return db.any(sql.type(IdentityDecision)`select ${columns} from identity_rules order by id desc limit 200`);
}

/** One decision, or null. */
export function findIdentityDecision(db: Database, id: number): Promise<IdentityDecision | null> {
  return db.maybeOne(sql.type(IdentityDecision)`select ${columns} from identity_rules where id = ${id}`);
}

/** Decides about a key, instead of what was decided about it before. */
export async function upsertIdentityRule(
  db: Database,
  { key, sameAs, actor }: { key: string; sameAs: string | null; actor: string },
): Promise<void> {
  await db.query(sql.unsafe`
    insert into identity_rules (key, same_as, actor) values (${key}, ${sameAs}, ${actor})
    on conflict (key) do update set same_as = excluded.same_as, actor = excluded.actor, made_at = now()`);
}

/** Keeps which leads came of a decision, so that undoing it finds them. */
export async function updateIdentityContacts(
  db: Database,
  keys: readonly string[],
  contactIds: readonly number[],
): Promise<void> {
  await db.query(sql.unsafe`
    update identity_rules set contact_ids = ${sql.array([...contactIds], "int8")}
    where key = any(${sql.array([...keys], "text")})`);
}

export async function deleteIdentityRule(db: Database, key: string): Promise<void> {
  await db.query(sql.unsafe`delete from identity_rules where key = ${key}`);
}
