import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { v4 } from "uuid";
import { z } from "zod";
import { callRows, findCall } from "#app/db/calls/list-calls.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { contactRows, findContact } from "#app/db/leads/contacts.server.ts";
import { exportColumns } from "#app/features/export/export-columns.server.ts";
import { exportList } from "#app/features/export/export-list.server.ts";
import { revealRow } from "#app/features/privacy/reveal-row.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { replayDelivery } from "#app/features/replays/replay-delivery.server.ts";
import { columnOf } from "#app/lib/column-names.ts";
import { CALL_FIELDS } from "#app/lib/fields/call-fields.ts";
import { CONTACT_FIELDS } from "#app/lib/fields/contact-fields.ts";
import type { Field, FieldTable } from "#app/lib/fields/field.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { admin, erase } from "#test/erasing.ts";
import { events, receive, rows } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();
const viewer = { ...admin, role: "viewer" } as const;

type Sent = Record<string, string | number>;
type Row = Record<string, unknown>;
const WAYS = [
  { what: "call", endpoint: "call", table: CALL_FIELDS, relation: "calls" },
  { what: "lead", endpoint: "lead", table: CONTACT_FIELDS, relation: "contacts" },
] as const;

/** Fields that are not sent under their own name: an id is the same each time, and others follow from what is sent. */
const SPECIAL: Record<string, (turn: number) => Sent> = {
  leadId: () => ({ lead_id: "L1" }),
  agentId: () => ({ agent_id: "A1" }),
  contactId: () => ({}),
  phoneNumber: (turn) => ({ phone_number: `239-555-014${turn}` }),
  phoneE164: () => ({}),
  callerId: (turn) => ({ caller_id: `305-555-016${turn}` }),
  email: (turn) => ({ email: `zenobia${turn}@example.org` }),
  startedAt: (turn) => ({ started_at: `2026-03-0${turn} 10:00:00` }),
  startedAtText: () => ({}),
  endedAt: (turn) => ({ ended_at: `2026-03-0${turn} 10:05:00` }),
  endedAtText: () => ({}),
  recordingUrl: (turn) => ({ recording_url: `https://rec.example.org/${turn}.mp3` }),
};
const SAME = new Set(["leadId", "agentId", "contactId"]);

function bodyOf(table: FieldTable, turn: number): Sent {
  const sent = Object.entries(table).map(([field, { type }]): Sent => {
    const special = SPECIAL[field];
    if (special) return special(turn);
    return { [columnOf(field)]: type === "integer" ? turn * 10 : `zz${field.toLowerCase()}${turn}` };
  });
  return Object.assign({}, ...sent);
}

async function onlyRow(relation: "calls" | "contacts"): Promise<Row> {
  const [row, ...others] = await rows(relation);
  assert.ok(row && others.length === 0);
  return row;
}

const valuesOf = (table: FieldTable, row: Row) => Object.keys(table).map((field) => [field, row[columnOf(field)]]);
const without = (row: Row, ...columns: string[]) => ({
  ...row,
  ...Object.fromEntries(columns.map((name) => [name, 0])),
});

for (const { what, endpoint, table, relation } of WAYS) {
  const fields = Object.entries<Field>(table);
  const send = (turn: number) =>
    receive(endpoint, { ...(what === "call" && { call_id: "C1" }), ...bodyOf(table, turn) });
  const blank = Object.fromEntries(Object.keys(bodyOf(table, 1)).map((key) => [key, ""]));
  let known: Row = {};

  test(`every field of a ${what} has a column of its type`, async () => {
    const columns = await db.any(sql.type(z.object({ name: z.string(), type: z.string() }))`
      select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = ${relation}::regclass`);
    const types = new Map(columns.map(({ name, type }) => [name, type]));
    for (const [field, { type }] of fields) {
      assert.equal(
        types.get(columnOf(field))?.replace(" with time zone", "tz"),
        type === "timestamptz" ? "timestamptz" : type,
        field,
      );
    }
  });

  test(`every field of a ${what} is stored, updated by the next delivery, and kept when a later one leaves it blank`, async () => {
    await owner().query(sql.unsafe`truncate calls, contacts, call_events cascade`);
    await send(1);
    const first = await onlyRow(relation);
    for (const [field, value] of valuesOf(table, first)) assert.notEqual(value, null, `${field} is stored`);
    await send(2);
    known = await onlyRow(relation);
    for (const [field, value] of valuesOf(table, known)) {
      if (!SAME.has(field as string))
        assert.notDeepEqual(value, first[columnOf(field as string)], `${field} is updated`);
    }
    await receive(endpoint, { ...blank, call_id: what === "call" ? "C1" : "", lead_id: "L1" });
    assert.deepEqual(valuesOf(table, await onlyRow(relation)), valuesOf(table, known));
  });

  test(`a replay brings every field of a ${what} back`, async () => {
    await db.query(sql.unsafe`delete from calls`);
    await db.query(sql.unsafe`delete from contacts`);
    for (const { id } of await events()) await replayDelivery(db, String(id), null);
    const fresh = await onlyRow(relation);
    assert.deepEqual(valuesOf(table, without(fresh, "contact_id")), valuesOf(table, without(known, "contact_id")));
    known = fresh;
  });

  test(`an export holds every field of a ${what} that is declared to be exported`, async () => {
    const list = what === "call" ? "calls" : "leads";
    const selected = what === "call" ? callRows({}) : contactRows({});
    const order = { list, rows: selected, format: "ndjson", filter: {}, timeZone: "UTC", id: v4() } as const;
    const stream = await exportList(db, { ...order, signal: new AbortController().signal }, admin);
    const [line = ""] = (await new Response(stream).text()).split("\n");
    const exported = JSON.parse(line);
    for (const [field, { export: kind }] of fields) {
      assert.equal(columnOf(field) in exportColumns[list], kind !== null, field);
      if (kind !== null) assert.notEqual(exported[columnOf(field)], null, field);
    }
  });

  test(`a viewer sees what is not personal of a ${what}, nothing of what is hidden, and reveals the rest with a reason`, async () => {
    const row = what === "call" ? await findCall(db, "C1") : await findContact(db, Number(known.id));
    const shown = shownTo(viewer);
    const seen: Row = what === "call" ? shown.call(row as never) : shown.lead(row as never);
    const reveal = { what, id: what === "call" ? "C1" : String(known.id), reason: "a test" };
    const revealed = Object.values((await revealRow(db, reveal, viewer)) ?? {});
    for (const [field, { personal }] of fields) {
      const [value, column] = [known[columnOf(field)], columnOf(field)];
      if (personal === "no" || personal === "shown") assert.deepEqual(seen[column], value, field);
      else assert.ok(!JSON.stringify(seen).includes(String(value)), `${field} is hidden`);
      if (["phone", "email", "hidden"].includes(personal))
        assert.ok(revealed.includes(String(value)), `${field} is revealed`);
      if (personal === "secret") assert.ok(!revealed.includes(String(value)) && !(column in (row ?? {})), field);
    }
  });

  test(`an erasure takes every personal field of a ${what} out, and leaves the facts`, async () => {
    await erase(String(known.phone_number));
    const left = (await rows(relation))[0];
    if (what === "lead") return assert.equal(left, undefined);
    for (const [field, { personal }] of fields) {
      assert.deepEqual(left?.[columnOf(field)], personal === "no" ? known[columnOf(field)] : null, field);
    }
  });
}
