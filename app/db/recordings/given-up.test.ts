import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "slonik";
import { z } from "zod";
import { pool } from "#app/db/connection/pool.server.ts";
import { countGivenUp } from "#app/db/recordings/given-up.server.ts";
import { reopenSearches } from "#app/db/recordings/reopened-searches.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();
const db = await pool();

const givenUp = () =>
  db.anyFirst(sql.type(z.object({ call_id: z.string() }))`
    select call_id from calls where recording_given_up order by call_id`);
const setState = (callId: string, state: string) =>
  db.query(sql.unsafe`update pending_recordings set state = ${state} where call_id = ${callId}`);

test("a call knows that its recording was given up, for as long as it is", async () => {
  for (const id of ["g1", "g2", "g3", "g4"])
    await receiveDelivery(rawDelivery("call", { call_id: id, status: "SALE" }));
  assert.deepEqual(await givenUp(), []);
  for (const id of ["g1", "g2", "g3"]) await setState(id, "gave_up");
  await setState("g4", "absent");
  assert.deepEqual(await givenUp(), ["g1", "g2", "g3"]);
  const anHourAgo = new Date(Date.now() - 3_600_000);
  assert.equal(await countGivenUp(db, anHourAgo), 3);
  assert.equal(await countGivenUp(db, new Date(Date.now() + 3_600_000)), 0);

  await db.transaction((transaction) => reopenSearches(transaction, ["g1"], { isAnew: true }));
  await receiveDelivery(
    rawDelivery("call", { call_id: "g2", status: "SALE", recording_url: "https://recordings.example.com/g2.mp3" }),
  );
  await db.query(sql.unsafe`delete from pending_recordings where call_id = 'g3'`);
  assert.deepEqual(await givenUp(), []);
  assert.equal(await countGivenUp(db, anHourAgo), 0);
});
