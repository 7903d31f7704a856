import assert from "node:assert/strict";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import {
  type Erasure,
  type FoundPerson,
  findCertificate,
  findErasure,
  type PersonCounts,
} from "#app/db/erasure/erasures.server.ts";
import {
  erasePersonLater,
  lookAtSelectionLater,
  lookForPersonLater,
} from "#app/features/erasure/ask-for-erasure.server.ts";
import { erasePersonNow } from "#app/features/erasure/erase-person-now.server.ts";

const PHONE = "+1 213 555 0123";
export const admin = { actor: "Ann", role: "admin", sourceAddress: null } as const;

type Looked = Erasure & { found: FoundPerson };

/** Has somebody look for the person, as the worker does, from the page of a lead or not. @returns what was found */
export async function look(phone = PHONE, lead: number | null = null): Promise<Looked> {
  const id = await lookForPersonLater(await pool(), { phone, lead }, admin);
  assert.ok(id !== null);
  return looked(id);
}

/** Has an admin select other leads, and see the figures of this selection. */
export async function select(erasure: Erasure, leadIds: number[]): Promise<Looked> {
  assert.deepEqual(await lookAtSelectionLater(await pool(), erasure, leadIds), { state: "looking" });
  return looked(erasure.id);
}

async function looked(id: number): Promise<Looked> {
  await erasePersonNow(id);
  const erasure = await findErasure(await pool(), id);
  assert.ok(erasure?.state === "found" && erasure.found);
  return { ...erasure, found: erasure.found };
}

/** Has an admin confirm what is shown. @returns why it is refused, or null */
export async function confirm(shown: Erasure): Promise<string | null> {
  const selected = (shown.found?.leads ?? []).filter(({ isSure }) => isSure).map(({ id }) => id);
  const decision = await erasePersonLater(await pool(), shown, selected, admin);
  assert.notEqual(decision.state, "looking");
  return decision.state === "refused" ? decision.why : null;
}

/** All of it, as an admin and the worker do it in turn: of the leads that are selected, or of these. @returns what the certificate says */
export async function erase(phone = PHONE, leadIds?: number[]): Promise<PersonCounts> {
  const db = await pool();
  const found = await look(phone);
  const shown = leadIds ? await select(found, leadIds) : found;
  assert.equal(await confirm(shown), null);
  await erasePersonNow(shown.id);
  const done = await findErasure(db, shown.id);
  assert.equal(done?.state, "done", done?.found?.note ?? "");
  const certificate = await findCertificate(db, done?.certificate_id ?? 0);
  assert.ok(certificate);
  const { phone_digest, kept, searchedFor, ...counts } = certificate.details;
  return counts;
}

const Text = z.object({ text: z.string() });

/** Every column of every row of every table, those of the job queue too, as text. */
export async function dump(): Promise<string> {
  const db = await pool();
  const columns = await db.any(sql.type(
    z.object({ schema: z.string(), table: z.string(), column: z.string(), type: z.string() }),
  )`
    select columns.table_schema as schema, columns.table_name as table, column_name as column, data_type as type
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema in ('public', 'graphile_worker') and table_type = 'BASE TABLE'`);
  assert.ok(columns.length > 100);
  const texts: string[] = [];
  for (const { schema, table, column, type } of columns) {
    const name = sql.identifier([column]);
    const value = type === "bytea" ? sql.fragment`encode(${name}, 'escape')` : sql.fragment`${name}::text`;
    const rows = await db.anyFirst(sql.type(Text)`
      select ${value} as text from ${sql.identifier([schema, table])} where ${name} is not null`);
    texts.push(...rows);
  }
  return texts.join("\n");
}

/** Whether the number is in there: by its digits alone, so that no spelling hides. */
export const isInside = (text: string) => /2135550123/.test(text.replaceAll(/%2[0-9a-f]|[\s()+.-]/gi, ""));
