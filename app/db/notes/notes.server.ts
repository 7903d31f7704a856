import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

/** What somebody wrote on a lead or on a call; the id of the other is null. */
export const Note = z.object({
  id: z.number(),
  contact_id: z.number().nullable(),
  call_id: z.string().nullable(),
  text: z.string(),
  author: z.string(),
  created_at: z.date(),
});
export type Note = z.infer<typeof Note>;

/** What a note is on. */
export type NoteTarget = { contactId: number } | { callId: string };

const columns = sql.fragment`notes.id, notes.contact_id, notes.call_id, notes.text, notes.author, notes.created_at`;
const Id = z.object({ id: z.number() });

const isOn = (target: NoteTarget): FragmentSqlToken =>
  "callId" in target
    ? sql.fragment`notes.call_id = ${target.callId}`
    : sql.fragment`notes.contact_id = ${target.contactId}`;

/** The latest hundred notes on a lead or a call, the latest first. */
export function listNotesOn(db: Database, target: NoteTarget): Promise<readonly Note[]> {
  return db.any(sql.type(Note)`
    select ${columns} from notes where ${isOn(target)} order by created_at desc, id desc limit 100`);
}

/** These notes, in any order. */
export function listNotesById(db: Database, ids: readonly number[]): Promise<readonly Note[]> {
  return db.any(sql.type(Note)`select ${columns} from notes where id = any(${sql.array([...ids], "int8")})`);
}

/** A note, locked; or null. */
export function findNote(transaction: Database, id: number): Promise<Note | null> {
  return transaction.maybeOne(sql.type(Note)`select ${columns} from notes where id = ${id} for update`);
}

/** @returns the note's id; null where there is no such lead or call */
export function insertNote(
  db: Database,
  target: NoteTarget,
  { text, author }: Pick<Note, "text" | "author">,
): Promise<number | null> {
  const on =
    "callId" in target
      ? sql.fragment`null::int8, call_id, ${text}, ${author} from calls where call_id = ${target.callId}`
      : sql.fragment`id, null::text, ${text}, ${author} from contacts where id = ${target.contactId}`;
  return db.maybeOneFirst(sql.type(Id)`
    insert into notes (contact_id, call_id, text, author) select ${on} returning id`);
}

export async function deleteNote(db: Database, id: number): Promise<void> {
  await db.query(sql.unsafe`delete from notes where id = ${id}`);
}

/** Takes the notes off leads that are about to be rebuilt. */
export async function takeNotesOff(transaction: Database, contactIds: readonly number[]): Promise<readonly Note[]> {
  return transaction.any(sql.type(Note)`
    delete from notes where contact_id = any(${sql.array([...contactIds], "int8")}) returning ${columns}`);
}

/** Puts notes that were taken off on a lead, as they were. */
export async function putNotesOn(transaction: Database, contactId: number, notes: readonly Note[]): Promise<void> {
  if (notes.length === 0) return;
  await transaction.query(sql.unsafe`
    insert into notes (contact_id, text, author, created_at)
    select ${contactId}, text, author, created_at
    from ${sql.unnest(
      notes.map(({ text, author, created_at }) => [text, author, created_at.toISOString()]),
      ["text", "text", "timestamptz"],
    )} as note (text, author, created_at)`);
}

/** The notes of a row as one text, for exports: when, who and what, a line each. */
export function notesAsText(isOfRow: FragmentSqlToken): FragmentSqlToken {
  return sql.fragment`(
    select string_agg(concat(date_trunc('second', notes.created_at), ' ', notes.author, ': ', notes.text), E'\\n'
      order by notes.created_at, notes.id)
    from notes where ${isOfRow})`;
}
