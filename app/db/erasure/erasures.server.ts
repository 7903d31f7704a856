import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** How many rows hold a person's data. */
export const PersonCounts = z.object({
  leads: z.number(),
  calls: z.number(),
  deliveries: z.number(),
  recordingSearches: z.number(),
  /** Recordings that the archive keeps, or was to keep. */
  recordings: z.number().default(0),
  auditEntries: z.number(),
  /** Rows of others, and settings, in which the person is only mentioned. */
  mentions: z.number(),
});
export type PersonCounts = z.infer<typeof PersonCounts>;

/** A lead that may be the person, as the admin decides about it. */
export const FoundLead = z.object({
  id: z.number(),
  name: z.string(),
  phones: z.array(z.string()),
  emails: z.array(z.string()),
  leadIds: z.array(z.string()),
  calls: z.number(),
  deliveries: z.number(),
  why: z.array(z.string()),
  /** Whether it is selected: the figures are about the leads that are. */
  isSure: z.boolean(),
});
export type FoundLead = z.infer<typeof FoundLead>;

/** What looking for a person found. `note`: why the admin has to decide once more. */
export const FoundPerson = z.object({
  counts: PersonCounts,
  leads: z.array(FoundLead),
  searchedFor: z.array(z.string()),
  common: z.array(z.string()),
  pattern: z.string(),
  note: z.string().nullable(),
  /** What is on hold, and by the names of which holds: it is erased when they end. */
  held: z
    .object({ leads: z.number(), calls: z.number(), deliveries: z.number(), holds: z.array(z.string()) })
    .nullable()
    .default(null),
});
export type FoundPerson = z.infer<typeof FoundPerson>;

const Identifier = z.object({ kind: z.enum(["phone", "email", "leadId", "name"]), value: z.string() });

/**
 * What an admin decided, and what is done of it: the leads are gone before the certificate is issued. While the person is
 * looked for, it is the lead from whose page somebody asked, or the leads whose figures somebody wants to see.
 */
export const ChosenPerson = z.object({
  leadIds: z.array(z.number()),
  leftOutIds: z.array(z.number()),
  identifiers: z.array(Identifier),
  words: z.array(z.string()),
  erased: PersonCounts.nullable(),
});
export type ChosenPerson = z.infer<typeof ChosenPerson>;

/**
 * An erasure that an admin asked for. It is looked at first, waits as `found` for somebody to want it, and is done by the
 * worker, which leaves the certificate. `phone` is null from then on. What a hold keeps waits as `held` until the hold ends.
 */
export const Erasure = z.object({
  id: z.number(),
  state: z.enum(["looking", "found", "erasing", "held", "done"]),
  phone: z.string().nullable(),
  actor: z.string(),
  source_address: z.string().nullable(),
  asked_at: z.date(),
  read_rows: z.number(),
  all_rows: z.number(),
  found: FoundPerson.nullable(),
  chosen: ChosenPerson.nullable(),
  held_at: z.date().nullable(),
  certificate_id: z.number().nullable(),
});
export type Erasure = z.infer<typeof Erasure>;

/** Who asks, and from where. */
type Asker = { actor: string; sourceAddress: string | null };

const columns = sql.fragment`
  id, state, phone, actor, source_address, asked_at, read_rows, all_rows, found, chosen, held_at, certificate_id`;

export function insertErasure(
  db: Database,
  { phone, chosen }: { phone: string; chosen: ChosenPerson | null },
  { actor, sourceAddress }: Asker,
): Promise<number> {
  return db.oneFirst(sql.type(z.object({ id: z.number() }))`
    insert into erasures (phone, chosen, actor, source_address)
    values (${phone}, ${chosen && JSON.stringify(chosen)}::jsonb, ${actor}, ${sourceAddress}) returning id`);
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

/** What was found, for an admin to decide about: the first time, or once more where more was found since. */
export async function saveFound(db: Database, id: number, found: FoundPerson): Promise<void> {
  await db.query(sql.unsafe`
    update erasures set state = 'found', found = ${JSON.stringify(found)}::jsonb
    where id = ${id} and state in ('looking', 'erasing')`);
}

/** What is decided and done so far. */
export async function saveChosen(db: Database, id: number, chosen: ChosenPerson): Promise<void> {
  await db.query(sql.unsafe`update erasures set chosen = ${JSON.stringify(chosen)}::jsonb where id = ${id}`);
}

/** Somebody wants to see what a selection would erase. @returns whether nobody else decided in the meantime */
export async function lookAgain(db: Database, id: number, chosen: ChosenPerson): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    update erasures set state = 'looking', chosen = ${JSON.stringify(chosen)}::jsonb, found = null, read_rows = 0
    where id = ${id} and state = 'found'`);
  return rowCount > 0;
}

/** Somebody wants it done. @returns whether it had been found, and nobody else did before */
export async function startErasing(
  db: Database,
  id: number,
  chosen: ChosenPerson,
  { actor, sourceAddress }: Asker,
): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    update erasures
    set state = 'erasing', chosen = ${JSON.stringify(chosen)}::jsonb, actor = ${actor},
      source_address = ${sourceAddress}, read_rows = 0
    where id = ${id} and state = 'found'`);
  return rowCount > 0;
}

/** All is erased but what is on hold. @returns whether it is held for the first time */
export async function saveErasureHeld(db: Database, id: number, found: FoundPerson): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    update erasures set held_at = now() where id = ${id} and held_at is null`);
  await db.query(sql.unsafe`
    update erasures set state = 'held', found = ${JSON.stringify(found)}::jsonb where id = ${id}`);
  return rowCount === 1;
}

/** Lets the erasures that waited for a hold go on. @returns their numbers */
export async function resumeHeldErasures(db: Database): Promise<number[]> {
  const ids = await db.anyFirst(sql.type(z.object({ id: z.number() }))`
    update erasures set state = 'erasing', read_rows = 0 where state = 'held' returning id`);
  return [...ids];
}

/** It is done: the number is forgotten here, too, and where somebody else asked for the same. */
export async function endErasure(db: Database, id: number, pattern: string): Promise<void> {
  await db.query(sql.unsafe`
    update erasures set state = 'done', phone = null, found = null, chosen = null where id = ${id}`);
  await db.query(
    sql.unsafe`delete from erasures where state in ('looking', 'found') and fold_text(concat_ws(' ', phone, found::text)) ~ ${pattern}`,
  );
}

const isUntouched = sql.fragment`state in ('looking', 'found') and chosen ->> 'erased' is null`;

/** Nobody wants it done after all. @returns false where a part is erased already: then it needs a certificate */
export async function deleteErasure(db: Database, id: number): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`delete from erasures where id = ${id} and ${isUntouched}`);
  return rowCount > 0;
}

/** Forgets those that nobody wanted done within a day. */
export async function deleteForgottenErasures(db: Database): Promise<void> {
  await db.query(sql.unsafe`delete from erasures where ${isUntouched} and asked_at < now() - interval '1 day'`);
}

const Certificate = z.object({
  id: z.number(),
  at: z.date(),
  actor: z.string(),
  details: PersonCounts.extend({
    kept: z.number(),
    /** Since when a hold kept the erasure from its end; missing where none did. */
    heldSince: z.iso.datetime().optional(),
    searchedFor: z.object({ phones: z.number(), emails: z.number(), leadIds: z.number(), names: z.number() }),
    phone_digest: z.string(),
  }),
});
export type Certificate = z.infer<typeof Certificate>;

/** The audit entry that an erasure left, or null. */
export function findCertificate(db: Database, id: number): Promise<Certificate | null> {
  return db.maybeOne(sql.type(Certificate)`
    select id, at, actor, details from audit_log where id = ${id} and action = 'erase person'`);
}
