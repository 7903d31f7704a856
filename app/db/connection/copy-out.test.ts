import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import { type Copied, copyName, copyOut } from "#app/db/connection/copy-out.server.ts";
import { findExportProgress } from "#app/db/connection/export-progress.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";

await createTestDatabase();
const db = await pool();
const { signal } = new AbortController();
const order = (id: string) => ({ format: "ndjson" as const, timeZone: "UTC", id, signal });
const endless = sql.fragment`select repeat('x', 1000), generate_series(1, 1000000000)`;

async function copied(query: FragmentSqlToken): Promise<unknown[]> {
  const ended = Promise.withResolvers<Copied>();
  const text = await new Response(await copyOut(query, order("small"), async (result) => ended.resolve(result))).text();
  await ended.promise;
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

async function isGone(id: string): Promise<void> {
  const backends = () =>
    db.any(sql.type(z.object({}))`select from pg_stat_activity where application_name = ${copyName(id)}`);
  for (const start = Date.now(); Date.now() - start < 20_000; await sleep(20)) {
    if ((await backends()).length === 0) return;
  }
  assert.fail("PostgreSQL still writes what nobody reads");
}

test("whatever a value is, it reaches PostgreSQL as that value and as nothing else", async () => {
  const hostile = fc.constantFrom(
    "'",
    "\\",
    "\\'",
    "''",
    "$1",
    "$slonik_2",
    "--",
    ";",
    "/*",
    "e'",
    "\n",
    "\u2028",
    "\uFF07",
  );
  const text = fc.array(fc.oneof(hostile, fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" })));
  const values = text.map((parts) => parts.join("").replaceAll("\0", "").toWellFormed());
  await fc.assert(
    fc.asyncProperty(values, values, fc.integer(), fc.array(values), async (one, two, number, list) => {
      const array = sql.array(list, "text");
      const [row] = await copied(sql.fragment`
        select row_to_json(v) from (select ${one}::text as one, ${number}::int8 as number, ${array} as list, ${two}::text as two) as v`);
      assert.deepEqual(row, { one, number, list, two });
    }),
    { numRuns: 300 },
  );
});

test("a value that PostgreSQL cannot store is refused", async () => {
  await assert.rejects(copied(sql.fragment`select ${"a\0b"}`));
  await assert.rejects(copied({ ...sql.fragment`select 1`, sql: "select $slonik_1" }), TypeError);
  assert.deepEqual(await copied(sql.fragment`select 1`), [1], "and its connection is free again");
});

test("PostgreSQL logs and lists an export without the values that were searched for", async () => {
  const ended = Promise.withResolvers<Copied>();
  const phone = "+12395550142";
  const query = sql.fragment`${endless} where ${phone}::text <> 'x'`;
  const reader = (await copyOut(query, order("listed"), async (result) => ended.resolve(result))).getReader();
  await reader.read();
  const statement = await db.oneFirst(sql.type(z.object({ query: z.string() }))`
    select query from pg_stat_activity where application_name = ${copyName("listed")}`);
  assert.match(statement, /^copy \(select repeat/);
  assert.ok(!statement.includes("2395550142"));
  await reader.cancel();
  await ended.promise;
});

test("a copy only reads", async () => {
  await owner().query(sql.unsafe`create sequence counted`);
  await owner().query(sql.unsafe`grant usage on sequence counted to public`);
  await assert.rejects(copied(sql.fragment`select nextval('counted')`), /read-only/);
});

test("a reader that leaves, or a signal, ends the query at once, and the asker is told", async () => {
  const controller = new AbortController();
  const leave = {
    cancel: (reader: ReadableStreamDefaultReader) => reader.cancel(),
    abort: async () => controller.abort(),
  };
  for (const [id, act] of Object.entries(leave)) {
    const ended = Promise.withResolvers<Copied>();
    const stream = await copyOut(endless, { ...order(id), signal: controller.signal }, async (result) =>
      ended.resolve(result),
    );
    const reader = stream.getReader();
    await reader.read();
    await act(reader);
    const { rows, bytes } = await ended.promise;
    assert.equal(rows, null);
    assert.ok(bytes > 0);
    await isGone(id);
  }
});

test("many rows come in the order of an index, and none wait in a file until they are sorted", async () => {
  await owner().query(sql.unsafe`
    create table many as select n as id, now() + n * interval '1 second' as at, repeat('x', 100) as text from generate_series(1, 310000) as n`);
  await owner().transaction(async (tx) => {
    await tx.query(sql.unsafe`set local max_parallel_maintenance_workers = 0`); // they sort in files, which would be counted
    await tx.query(sql.unsafe`create index on many (at desc, id desc)`);
  });
  await owner().query(
    sql.unsafe`create table names as select generate_series(1, 310000) as id, repeat('y', 50) as name`,
  );
  await owner().query(sql.unsafe`alter table names add primary key (id)`);
  await owner().query(sql.unsafe`grant select on many, names to public`);
  await owner().query(sql.unsafe`analyze many, names`);
  const query = sql.fragment`
    select json_build_array(id) from (select many.id, text, name from many join names using (id) order by at desc, id desc) as listed`;
  const sorted = await db.one(sql.type(z.object({ "QUERY PLAN": z.unknown() }))`explain (format json) ${query}`);
  assert.match(JSON.stringify(sorted), /"Sort"/, "PostgreSQL left alone sorts them");

  const files = async () => {
    await copied(sql.fragment`select 1 where pg_stat_force_next_flush()::text = ''`); // over the connection that copies before and after
    return db.oneFirst(sql.type(z.object({ temp_files: z.number() }))`
      select temp_files from pg_stat_database where datname = current_database()`);
  };
  const before = await files();
  const rows = await copied(query);
  assert.deepEqual([rows.length, rows[0], rows.at(-1)], [310_000, [310_000], [1]]);
  assert.equal(await files(), before);
});

test("rows that a slow reader has not requested stay in PostgreSQL", async () => {
  const ended = Promise.withResolvers<Copied>();
  const reader = (await copyOut(endless, order("slow"), async (result) => ended.resolve(result))).getReader();
  await reader.read();
  let before = 0;
  for (let rows = -1; rows !== before; await sleep(300)) {
    before = rows;
    rows = (await findExportProgress(db, "slow"))?.rows ?? 0;
  }
  assert.ok(before < 20_000, `${before} rows of 1 kB are on their way`);
  await reader.cancel();
  await ended.promise;
});
