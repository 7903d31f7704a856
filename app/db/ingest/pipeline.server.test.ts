import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { encodeByteas } from "#app/db/ingest/encode-byteas.server.ts";
import { createPipeline } from "#app/db/ingest/pipeline.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";

await createTestDatabase();
const db = await pool();
const pipeline = createPipeline();
after(() => pipeline.destroy());

await owner().query(sql.unsafe`create table kept_bytes (id int8 primary key, at timestamptz, content bytea)`);
await owner().query(sql.unsafe`grant all on kept_bytes to public`);
beforeEach(async () => {
  await db.query(sql.unsafe`delete from kept_bytes`);
});

const Note = z.object({ id: z.number(), at: z.date() });
const insert = (id: number) => sql.unsafe`insert into kept_bytes (id, at) values (${id}, '2026-03-02 10:00:00Z')`;
const ids = () => db.anyFirst(sql.type(z.object({ id: z.number() }))`select id from kept_bytes order by id`);

test("rows are checked and typed when read, and are stored after the commit", async () => {
  await db.query(insert(1));
  const read = await pipeline.transaction(async (reader) => {
    const [notes, again] = await Promise.all([
      reader.any(sql.type(Note)`select id, at from kept_bytes where id = ${1}`),
      reader.any(sql.type(Note)`select id, at from kept_bytes where id = ${2}`),
    ]);
    return { statements: [insert(2), insert(3)], result: [...notes, ...again] };
  });
  assert.deepEqual(read, [{ id: 1, at: new Date("2026-03-02T10:00:00Z") }]);
  assert.deepEqual(await ids(), [1, 2, 3]);
});

test("when one statement fails nothing is stored, the error is that statement's, and the pipeline continues", async () => {
  const failing = pipeline.transaction(async () => ({ statements: [insert(1), insert(1), insert(2)], result: null }));
  await assert.rejects(failing, { code: "23505" });
  assert.deepEqual(await ids(), []);
  await pipeline.transaction(async () => ({ statements: [insert(4)], result: null }));
  assert.deepEqual(await ids(), [4]);
});

test("a statement that was first sent behind one that failed is prepared when it is sent again", async () => {
  const later = sql.unsafe`insert into kept_bytes (id) values (${7}::int8)`;
  const failing = pipeline.transaction(async () => ({ statements: [sql.unsafe`select 1 / 0`, later], result: null }));
  await assert.rejects(failing, { code: "22012" });
  await pipeline.transaction(async () => ({ statements: [later], result: null }));
  assert.deepEqual(await ids(), [7]);
});

test("when preparing fails nothing is stored", async () => {
  const failing = pipeline.transaction(async (reader) => {
    await reader.any(sql.unsafe`select 1 / 0`);
    return { statements: [insert(1)], result: null };
  });
  await assert.rejects(failing, { code: "22012" });
  assert.deepEqual(await ids(), []);
});

test("after a serialization failure all of it is tried again", async () => {
  let tries = 0;
  await pipeline.transaction(async () => {
    tries++;
    const conflict = sql.unsafe`do $$ begin raise exception 'in the way' using errcode = '40001'; end $$`;
    return { statements: tries === 1 ? [insert(1), conflict] : [insert(2)], result: null };
  });
  assert.equal(tries, 2);
  assert.deepEqual(await ids(), [2]);
});

test("a connection that broke fails what is under way as “away”, and is replaced", async () => {
  const Pid = z.object({ pid: z.number() });
  const broken = pipeline.transaction(async (reader) => {
    const [backend] = await reader.any(sql.type(Pid)`select pg_backend_pid() as pid`);
    await db.query(sql.unsafe`select pg_terminate_backend(${backend?.pid ?? 0})`);
    return { statements: [insert(1)], result: null };
  });
  await assert.rejects(broken, isDatabaseAway);
  await pipeline.transaction(async () => ({ statements: [insert(2)], result: null }));
  assert.deepEqual(await ids(), [2]);
});

test("a destroyed pipeline answers as a database that is away", async () => {
  const other = createPipeline();
  other.destroy();
  await assert.rejects(
    other.transaction(async () => ({ statements: [], result: null })),
    isDatabaseAway,
  );
});

test("bytes arrive as they are, and so do empty ones and none", async () => {
  const contents = [Buffer.from([0, 1, 255]), new Uint8Array(0), null, Buffer.from("\\x41")];
  await pipeline.transaction(async () => ({
    statements: [
      sql.unsafe`
        insert into kept_bytes (id, content)
        select row_number() over (), content from unnest(${sql.binary(encodeByteas(contents))}::bytea[]) as content`,
    ],
    result: null,
  }));
  const stored = await db.anyFirst(
    sql.type(
      z.object({ content: z.string().nullable() }),
    )`select encode(content, 'hex') as content from kept_bytes order by id`,
  );
  assert.deepEqual(stored, ["0001ff", "", null, Buffer.from("\\x41").toString("hex")]);
});
