import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { z } from "zod";
import { isDatabaseKnownAway } from "#app/db/connection/database-circuit.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { keepSpoolDrained } from "#app/features/spool/keep-spool-drained.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { answerDelivery } from "#app/http/answer-delivery.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

process.env.SPOOL_LIMIT_MB = "1";
process.env.DATABASE_PATIENCE_SECONDS = "1";
const { url } = await createTestDatabase();
const dir = process.env.SPOOL_DIR as string;

// A wire to the real database that can be cut, or fall silent.
let state: "up" | "refusing" | "silent" = "up";
const sockets = new Set<Socket>();
const target = new URL(url);
const wire = createServer((from) => {
  sockets.add(from);
  from.on("error", () => {});
  if (state !== "up") return void (state === "refusing" && from.destroy());
  const to = connect(Number(target.port), target.hostname);
  to.on("error", () => from.destroy());
  to.on("close", () => from.destroy());
  from.on("close", () => to.destroy());
  from.on("data", (data) => state === "up" && to.write(data));
  to.on("data", (data) => state === "up" && from.write(data));
}).listen(0, "127.0.0.1");
await new Promise((resolve) => wire.once("listening", resolve));
const { port } = wire.address() as { port: number };
process.env.DATABASE_URL = Object.assign(new URL(url), { port: String(port) }).href;

function cut(how: "refusing" | "silent"): void {
  state = how;
  if (how === "refusing") for (const socket of sockets) socket.destroy();
}
function repair(): void {
  state = "up";
  for (const socket of sockets) socket.destroy(); // what was silent stays broken
}
after(() => {
  repair();
  wire.close();
});

const receive = (n: number) => receiveDelivery(rawDelivery("call", { call_id: `c${n}`, duration: n }));
const send = (from: number, to: number) => Promise.all(Array.from({ length: to - from }, (_, n) => receive(from + n)));
const stored = async () =>
  (await pool()).anyFirst(sql.type(z.object({ id: z.string() }))`select id from call_events order by id`);

async function untilDrained(): Promise<void> {
  while (isDatabaseKnownAway() || readdirSync(dir).length > 0) await sleep(50);
}

const stop = keepSpoolDrained();
after(stop);

for (const how of ["refusing", "silent"] as const) {
  test(`deliveries are spooled while the database is ${how}, and are all there, once, when it is back`, async () => {
    const before = (await stored()).length;
    assert.ok((await send(0, 20)).every((one) => one.isStored));
    cut(how);
    const first = await send(20, 40); // the database is not known to be away yet
    const then = await send(40, 200);
    assert.ok([...first, ...then].every((one) => !one.isStored && one.isSpooled));
    const answer = answerDelivery(then[0] as (typeof then)[0]);
    assert.equal(answer.status, 202);
    const { outcome, event_id, ok } = (await answer.json()) as Record<string, unknown>;
    assert.deepEqual([outcome, ok, typeof event_id], ["spooled", true, "string"]);
    repair();
    await untilDrained();
    const ids = await stored();
    assert.equal(ids.length, before + 200);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok((await send(200, 210)).every((one) => one.isStored));
  });
}

test("refused and unreadable deliveries get the same answer during the outage", async () => {
  cut("refusing");
  await receive(1);
  const answer = answerDelivery(
    await receiveDelivery(rawDelivery("call", "nothing to read", { contentType: "text/plain" })),
  );
  assert.equal(answer.status, 400);
  assert.equal(((await answer.json()) as { error: string }).error, "unreadable_body");
  repair();
  await untilDrained();
});

test("a full spool answers 503 with Retry-After, and everything acknowledged before is stored", async () => {
  const before = (await stored()).length;
  cut("refusing");
  const big = (n: number) =>
    receiveDelivery(rawDelivery("call", { call_id: `big${n}`, duration: 1, notes: "x".repeat(200_000) }));
  const received = [];
  for (let n = 0; n < 8; n++) received.push(await big(n));
  const lost = received.filter((one) => !one.isStored && !one.isSpooled);
  assert.equal(lost.length, 3);
  const answer = answerDelivery(lost[0] as (typeof lost)[0]);
  assert.equal(answer.status, 503);
  assert.ok(Number(answer.headers.get("retry-after")) > 0);
  repair();
  await untilDrained();
  assert.equal((await stored()).length, before + 5);
});
