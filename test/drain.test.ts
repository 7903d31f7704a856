import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createTestDatabase } from "#test/database.ts";
import { startWebProcess } from "#test/web-process.ts";

const { url } = await createTestDatabase();

test("a web process that is told to stop says that it is not ready, takes deliveries meanwhile, and then ends well", async () => {
  const { child, origin } = await startWebProcess({ DATABASE_URL: url, DRAIN_SECONDS: "5" });
  const gone = once(child, "exit");
  const get = (path: string) => fetch(`${origin}/api/admin/${path}`);
  assert.deepEqual(await (await get("ready")).json(), { ready: true });

  child.kill("SIGTERM");
  while ((await get("ready")).status !== 503) await sleep(20);
  assert.equal((await get("live")).status, 200);
  const answer = await fetch(`${origin}/api/webhooks/convoso`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ call_id: "while-stopping", duration: 5 }),
  });
  assert.ok(answer.ok);
  assert.match(answer.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  assert.equal(answer.headers.get("connection"), "close", "the sender goes to another process next");
  assert.deepEqual(await gone, [0, null]);
});

test("a person who stops a web process at a terminal does not wait for load balancers", async () => {
  const { child } = await startWebProcess({ DATABASE_URL: url, DRAIN_SECONDS: "600" });
  const gone = once(child, "exit");
  child.kill("SIGINT");
  assert.deepEqual(await gone, [0, null]);
});
