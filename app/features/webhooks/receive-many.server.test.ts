import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { sql } from "slonik";
import { pool } from "#app/db/connection/pool.server.ts";
import { drainSpool } from "#app/features/spool/drain-spool.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { emptyTables } from "#test/empty-tables.ts";
import { mendCalls, poisonCalls } from "#test/poison-calls.ts";
import { rawDelivery } from "#test/raw-delivery.ts";
import { events, jobs, Row, rows } from "#test/receiving.ts";

await createTestDatabase();
const db = await pool();

beforeEach(() => emptyTables());
/** In an order that has nothing to do with that of receipt. */
const shuffle = (deliveries: ReturnType<typeof rawDelivery>[]) =>
  deliveries.toSorted((a, b) => (a.eventId.slice(-6) < b.eventId.slice(-6) ? -1 : 1));

test("thousands of concurrent duplicates and updates end in one row a call, as the newest delivery has it", async () => {
  const deliveries = Array.from({ length: 2000 }, (_, index) =>
    rawDelivery("call", {
      call_id: `c${index % 20}`,
      agent_id: `a${index % 3}`,
      lead_id: `l${index % 7}`,
      disposition: `D${index}`,
      duration: index,
    }),
  );
  const received = await Promise.all(shuffle(deliveries).map(receiveDelivery));
  const spooled = received.filter((one) => !one.isStored && one.isSpooled).length;
  assert.ok(spooled >= 900 && spooled <= 1000, `the last thousand, or nearly, need not wait so long: ${spooled}`);
  assert.equal(received.filter((one) => one.isStored && one.verdict.status === 200).length, 2000 - spooled);
  assert.deepEqual(await drainSpool(), { stored: spooled, left: 0 });
  const calls = await rows("calls");
  assert.equal(calls.length, 20);
  for (const call of calls) {
    const newest = 1980 + Number(String(call.call_id).slice(1));
    assert.equal(call.disposition, `D${newest}`);
    assert.equal(call.duration_seconds, newest);
  }
  assert.equal((await rows("agents")).length, 3);
  assert.equal((await rows("contacts")).length, 7);
  assert.equal((await jobs()).length, 20);
  assert.equal((await events()).length, 2000);
});

test("a thousand mixed deliveries at once come to the same as one after the other in the order of receipt", async () => {
  const any = (index: number, salt: number, of: number) =>
    Math.trunc(Math.abs(Math.sin(index * 7 + salt)) * of * 1e4) % of;
  const bodies = Array.from({ length: 800 }, (_, index) => ({
    ...{ call_id: `c${any(index, 1, 40)}`, lead_id: `l${any(index, 1, 40) % 9}`, agent_id: `a${any(index, 2, 4)}` },
    phone_number: `213555010${any(index, 1, 40) % 9}`,
    disposition: ["SALE", "NI", "CB", "A", "", null][any(index, 3, 6)],
    duration: any(index, 4, 2) ? index : "",
    campaign: any(index, 5, 3) ? `Campaign ${any(index, 6, 5)}` : null,
    first_name: any(index, 7, 3) ? `Name ${any(index, 8, 9)}` : "",
    recording_url: any(index, 9, 20) ? undefined : `https://example.com/${index}.mp3`,
    note: any(index, 10, 2) ? `note ${index}` : "",
  }));
  const withRepeats = bodies.flatMap((body, index) => (any(index, 11, 4) ? [body] : [body, body]));
  const deliveries = withRepeats.map((body) => rawDelivery("call", body));
  const stored = async () => {
    const columns = sql.fragment`- '{id,contact_id,agent_id,updated_at,recording_found_at}'::text[] as row`;
    return {
      calls: await db.any(sql.type(Row)`select to_jsonb(calls) ${columns} from calls order by call_id`),
      leads: await db.any(sql.type(Row)`select to_jsonb(contacts) ${columns} from contacts order by lead_id`),
      searches: await db.any(sql.type(Row)`select call_id from pending_recordings where state = 'waiting' order by 1`),
    };
  };
  for (const delivery of deliveries) await receiveDelivery(delivery);
  const oneByOne = await stored();
  await emptyTables();
  await Promise.all(shuffle(deliveries).map(receiveDelivery));
  await drainSpool(); // the last few of them
  assert.deepEqual(await stored(), oneByOne);
});

test("a delivery that cannot be stored fails alone, is kept as it came, and its neighbours are stored", async () => {
  await poisonCalls(sql.fragment`new.campaign = 'poison'`);
  const deliveries = Array.from({ length: 30 }, (_, index) =>
    rawDelivery("call", { call_id: `p${index}`, duration: 5, campaign: index === 13 ? "poison" : "fine" }),
  );
  const received = await Promise.all(deliveries.map(receiveDelivery));
  await mendCalls();
  assert.equal((await rows("calls")).length, 29);
  const failed = received.filter((one) => one.isStored && one.verdict.outcome === "failed");
  assert.equal(failed.length, 1);
  const [event] = (await events()).filter(({ outcome }) => outcome === "failed");
  assert.match(Buffer.from(event?.body as Uint8Array).toString(), /poison/);
});
