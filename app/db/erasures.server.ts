import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";

/** How many rows hold a person's data. */
export const PersonCounts = z.object({
  leads: z.number(),
  calls: z.number(),
  deliveries: z.number(),
  recordingSearches: z.number(),
  auditEntries: z.number(),
});
export type PersonCounts = z.infer<typeof PersonCounts>;

/** What looking for a person found. */
export const FoundPerson = z.object({ counts: PersonCounts, leadIds: z.array(z.number()) });
export type FoundPerson = z.infer<typeof FoundPerson>;

/**
 * An erasure that an admin asked for. It is looked at first, waits as `found` for somebody to want it, and is done by the
 * worker, which leaves the certificate. `phone` is null from then on.
 */
export const Erasure = z.object({
  id: z.number(),
  state: z.enum(["looking", "found", "erasing", "done"]),
  phone: z.string().nullable(),
  actor: z.string(),
  source_address: z.string().nullable(),
  asked_at: z.date(),
  read_rows: z.number(),
  all_rows: z.number(),
  found: FoundPerson.nullable(),
  certificate_id: z.number().nullable(),
});
export type Erasure = z.infer<typeof Erasure>;

/** Whoever asks, and from where. */
type Asker = { actor: string; sourceAddress: string | null };

const columns = sql.fragment`
  id, state, phone, actor, source_address, asked_at, read_rows, all_rows, found, certificate_id`;

export function insertErasure(db: Database, phone: string, { actor, sourceAddress }: Asker): Promise<number> {
  return db.oneFirst(sql.type(z.object({ id: z.number() }))`
    insert into erasures (phone, actor, source_address) values (${phone}, ${actor}, ${sourceAddress}) returning id`);
}

export function findErasure(db: Database, id: number): Promise<Erasure | null> {
  return db.maybeOne(sql.type(Erasure)`select ${columns} from erasures where id = ${id}`);
}

/** The one that is to be done now, held until the transaction ends; null where it was done or given up meanwhile. */
export function lockErasure(db: Database, id: number): Promise<Erasure | null> {
  return db.maybeOne(sql.type(Erasure)`
    select ${columns} from erasures where id = ${id} and state = 'erasing' for update`);
}

/** Those that are not done, the latest first. */
export function listOpenErasures(db: Database): Promise<readonly Erasure[]> {
  return db.any(sql.type(Erasure)`
    select ${columns} from erasures where state <> 'done' order by id desc limit 50`);
}

/** The worker begins to read, again after it was interrupted. */
export async function beginReading(db: Database, id: number, allRows: number): Promise<void> {
  await db.query(sql.unsafe`update erasures set read_rows = 0, all_rows = ${allRows} where id = ${id}`);
}

export async function addReadRows(db: Database, id: number, rows: number): Promise<void> {
  await db.query(sql.unsafe`update erasures set read_rows = read_rows + ${rows} where id = ${id}`);
}

export async function saveFound(db: Database, id: number, found: FoundPerson): Promise<void> {
  await db.query(sql.unsafe`
    update erasures set state = 'found', found = ${JSON.stringify(found)}::jsonb
    where id = ${id} and state = 'looking'`);
}

/** Somebody wants it done. @returns whether it had been found, and nobody else did before */
export async function startErasing(db: Database, id: number, { actor, sourceAddress }: Asker): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    update erasures
    set state = 'erasing', actor = ${actor}, source_address = ${sourceAddress}, read_rows = 0
    where id = ${id} and state = 'found'`);
  return rowCount > 0;
}

/** It is done: the number is forgotten here, too, and where somebody else asked for the same. */
export async function endErasure(
  db: Database,
  id: number,
  { certificateId, pattern }: { certificateId: number; pattern: string },
): Promise<void> {
  await db.query(sql.unsafe`
    update erasures
    set state = 'done', phone = null, found = null, certificate_id = ${certificateId}
    where id = ${id}`);
  await db.query(sql.unsafe`delete from erasures where state in ('looking', 'found') and phone ~ ${pattern}`);
}

/** Nobody wants it done after all. */
export async function deleteErasure(db: Database, id: number): Promise<void> {
  await db.query(sql.unsafe`delete from erasures where id = ${id} and state in ('looking', 'found')`);
}

/** Forgets those that nobody wanted done within a day. */
export async function deleteForgottenErasures(db: Database): Promise<void> {
  await db.query(sql.unsafe`
    delete from erasures where state in ('looking', 'found') and asked_at < now() - interval '1 day'`);
}
