import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import type { ChosenCalls } from "#app/db/calls/chosen-calls.server.ts";
import { countChosenCalls, findNoteRun } from "#app/db/calls/note-runs.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { NOTE_RUNS, writeManyNotesLater, writeManyNotesNow } from "#app/features/notes/write-many-notes.server.ts";
import { requeueStrandedRuns, resumeRun, stopRun } from "#app/features/runs/start-run.server.ts";
import { createTestDatabase, owner } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { receive } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();
const olga = { actor: "olga@example.com", role: "operator", sourceAddress: null } as const;

beforeEach(async () => {
  await emptyTables();
  await owner().query(sql.unsafe`truncate note_runs cascade`);
  for (const [id, status] of [
    ["1", "SALE"],
    ["2", "NI"],
    ["3", "SALE"],
  ] as const) {
    await receive("call", { call_log_id: id, status });
  }
});

async function start(chosen: ChosenCalls): Promise<number> {
  const id = await writeManyNotesLater(db, { chosen, query: null, text: "Checked for payroll" }, olga);
  assert.ok(id !== null);
  return id;
}

const Noted = z.object({ call_id: z.string(), text: z.string(), author: z.string() });
const notes = async () => {
  const rows = await db.any(sql.type(Noted)`select call_id, text, author from notes order by call_id`);
  return rows.map(({ call_id, text, author }) => `${call_id} ${text} ${author}`);
};

test("a note is written once on each call that matched when it was asked for, and not on those that come later", async () => {
  const chosen = { filter: { disposition: "SALE" } };
  assert.equal(await countChosenCalls(db, chosen), 2);
  const id = await start(chosen);
  await receive("call", { call_log_id: "4", status: "SALE" });
  assert.equal(await writeManyNotesNow(id), true);
  assert.equal(await writeManyNotesNow(id), true, "a second time it has nothing to do");
  const note = "Checked for payroll olga@example.com";
  assert.deepEqual(await notes(), [`1 ${note}`, `3 ${note}`]);
  const run = await findNoteRun(db, id);
  assert.deepEqual([run?.state, run?.calls, run?.noted], ["finished", 2, 2]);
  const nothing = { chosen: { filter: { disposition: "NONE" } }, query: "", text: "x" };
  assert.equal(await writeManyNotesLater(db, nothing, olga), null);
});

test("a run that is stopped writes no more, continues with what is left, and gets a job that was lost again", async () => {
  const id = await start({ callIds: ["1", "2", "not there"] });
  assert.equal(await stopRun(db, NOTE_RUNS, id, olga), true);
  assert.equal(await stopRun(db, NOTE_RUNS, id, olga), false);
  assert.equal(await writeManyNotesNow(id), true);
  assert.deepEqual(await notes(), []);
  assert.equal((await findNoteRun(db, id))?.state, "stopped");
  assert.equal(await resumeRun(db, NOTE_RUNS, id, olga), true);
  await db.query(sql.unsafe`delete from graphile_worker._private_jobs`);
  await requeueStrandedRuns(NOTE_RUNS);
  const keys = await db.anyFirst(sql.type(z.object({ key: z.string() }))`
    select key from graphile_worker.jobs where task_identifier = 'write_notes'`);
  assert.deepEqual(keys, [`write_notes:${id}`]);
  assert.equal(await writeManyNotesNow(id, AbortSignal.abort()), false);
  assert.equal(await writeManyNotesNow(id), true);
  assert.equal((await notes()).length, 2);
});
