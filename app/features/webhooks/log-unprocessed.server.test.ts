import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { logTurnedAway } from "#app/features/webhooks/log-unprocessed.server.ts";
import { receiveDelivery } from "#app/features/webhooks/receive-delivery.server.ts";
import { tell } from "#app/lib/observe.server.ts";
import { log } from "#app/log.server.ts";
import { createTestDatabase } from "#test/database.ts";
import { rawDelivery } from "#test/raw-delivery.ts";

await createTestDatabase();

type Line = [facts: Record<string, unknown>, message: string];

/** What is logged as a warning while `work` runs. */
async function linesOf(work: () => Promise<unknown>): Promise<Line[]> {
  const lines: Line[] = [];
  const { warn } = log();
  log().warn = ((...line: Line) => lines.push(line)) as never;
  try {
    await work();
  } finally {
    log().warn = warn;
  }
  return lines;
}

test("a delivery that was not processed has one line, without what was sent, and one that was has none", async () => {
  const fine = () => receiveDelivery(rawDelivery("call", { call_id: "c1", duration: 5 }));
  assert.deepEqual(await linesOf(fine), []);
  assert.deepEqual(await linesOf(fine), [], "nor has a repetition");
  const useless = rawDelivery("lead", { note: "Ann Lee, 213 555 0123" });
  assert.deepEqual(await linesOf(() => receiveDelivery(useless)), [
    [{ eventId: useless.eventId, endpoint: "lead", outcome: "invalid", status: 422 }, "a delivery was not processed"],
  ]);
});

test("a list has one line with what was not processed of it", async () => {
  const list = rawDelivery("call", [{ call_id: "c2", duration: 5 }, { note: "nothing" }, { note: "of use" }]);
  const [line, ...more] = await linesOf(() => receiveDelivery(list));
  assert.deepEqual(line?.[0].parts, { invalid: 2 });
  assert.deepEqual([line?.[0].eventId, more], [list.eventId, []]);
});

test("a flood that is turned away has a line for each reason, and not for each request", async () => {
  logTurnedAway(50);
  const lines = await linesOf(async () => {
    for (let count = 0; count < 100; count++) tell("request turned away", { reason: "bad_request" });
    tell("delivery answered", { eventId: "", endpoint: "call", outcome: "too many", seconds: 0 });
    tell("delivery answered", { eventId: "", endpoint: "call", outcome: "processed", seconds: 0 });
    await sleep(500);
  });
  assert.deepEqual(
    lines.map(([facts]) => facts),
    [
      { reason: "bad_request", times: 100 },
      { reason: "too many", times: 1 },
    ],
  );
});
