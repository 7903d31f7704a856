import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test as base, expect } from "@playwright/test";
import fc from "fast-check";
import { type HostileDelivery, hostileDeliveries } from "./hostile/arbitrary-delivery.ts";
import { damagedRequest, RAW_REQUESTS, sendRaw } from "./hostile/raw-requests.ts";
import { type Answer, hangUp, sendHostile } from "./hostile/send-hostile.ts";
import { sendSlowly } from "./hostile/send-slowly.ts";
import { query } from "./query.ts";
import { type Stack, startStack } from "./stack.ts";

const SECRETS = ["the new webhook secret", "the old webhook secret"];
const CASES = Number(process.env.HOSTILE_CASES ?? 20_000);
const AT_ONCE = 48;
const MOST_GROWTH_MIB = 256;

/** Its own portal, behind a proxy that we play, so that every test may choose where it sends from. */
const test = base.extend<object, { stack: Stack }>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    async ({}, use, { workerIndex }) => {
      const settings = {
        CONVOSO_WEBHOOK_SECRET: SECRETS.join(","),
        TRUST_PROXY: "1",
        WEBHOOK_RATE_PER_MINUTE: "20",
        RECORDING_DELAY_SECONDS: "3600", // a search for each invented call would take the cores from what is tested
      };
      const stack = await startStack(workerIndex + 200, undefined, settings);
      await use(stack);
      await stack.stop();
    },
    { scope: "worker", timeout: 150_000 },
  ],
});

function memoryMib(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
}

/** Accepted, or refused with a reason; in the Webhook Logs either way. */
const TAKEN = [200];
/** On a busy machine some of the accepted wait in the spool before. */
const isTaken = (status: number) => [...TAKEN, 202].includes(status);
const REFUSED = [400, 401, 404, 405, 413, 415, 422];

/**
 * By `assert`, since Playwright keeps a step for each `expect`, which costs the sender more than all it sends.
 *
 * @returns the delivery's id in the Webhook Logs; null for what is not even a request, as its headers are too long, and for what is not filed
 */
function expectSense({ status, body }: Answer): string | null {
  if (status === 431) {
    assert.equal(body.ok, false);
    assert.equal(body.error, "headers_too_large");
    assert.equal(typeof body.message, "string");
    return null;
  }
  // Some say that they come from elsewhere, where there is a limit, and only samples of what is refused are filed.
  if (status === 429) {
    assert.equal(body.error, "too_many_deliveries");
    return null;
  }
  if (body.outcome === "refused" && body.event_id === undefined) return null;
  // Only what is posted to a wrong address is filed.
  if (status === 404 && body.event_id === undefined) {
    assert.ok(body.error === "wrong_address" || body.error === "not_found");
    return null;
  }
  if (status === 202 && body.outcome === "spooled") return body.event_id as string;
  assert.ok([...TAKEN, ...REFUSED].includes(status), `answered ${status}`);
  assert.equal(body.ok, status === 200);
  assert.equal(typeof body.event_id, "string");
  if (status !== 200) {
    assert.equal(typeof body.error, "string");
    assert.equal(typeof body.message, "string");
  }
  return body.event_id as string;
}

async function sendOrdinary(stack: Stack, count: number): Promise<void> {
  const headers = { "x-webhook-secret": SECRETS[0] ?? "", "content-type": "application/json" };
  const plain = { method: "POST", path: "/api/webhooks/convoso", headers, isChunked: false };
  const ordinary = Array.from({ length: count }, (_, index) => ({
    ...plain,
    body: Buffer.from(call(`ordinary-${index}`)),
  }));
  await sendEach(ordinary.values(), (delivery) => sendHostile(stack.portalUrl, delivery));
}

/** Some at once, and the next as soon as one is answered. */
async function sendEach(
  deliveries: Iterator<HostileDelivery>,
  send: (delivery: HostileDelivery) => Promise<unknown>,
): Promise<void> {
  const one = async () => {
    for (let next = deliveries.next(); !next.done; next = deliveries.next()) await send(next.value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

function describeDelivery({ method, path, headers, body }: HostileDelivery): string {
  const start = Buffer.from(body.subarray(0, 300)).toString("latin1");
  return `${method} ${path.slice(0, 200)} ${JSON.stringify(headers).slice(0, 500)} ${JSON.stringify(start)}`;
}

test("thousands of hostile deliveries are each stored and explained, or refused with a reason", async ({ stack }) => {
  test.setTimeout(60_000 + CASES * 30);
  await sendOrdinary(stack, 1_000);
  const before = memoryMib(stack.webPid); // what ordinary traffic needs is no growth
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, memoryMib(stack.webPid));
  }, 1_000);
  // These keep a connection busy all the while, and must not keep anything else.
  const slow = Array.from({ length: 20 }, (_, index) =>
    index % 2
      ? sendSlowly(stack.portalUrl, "POST /api/webhooks/convoso HTTP/1.1\r\nHost: portal\r\nX-Slow: ", "x")
      : sendSlowly(
          stack.portalUrl,
          "POST /api/webhooks/convoso HTTP/1.1\r\nHost: portal\r\nContent-Length: 900\r\n\r\n",
          "x",
        ),
  );
  const answered = new Map<string, number>();
  let sent = 0;
  try {
    const seed = Number(process.env.HOSTILE_SEED ?? 4);
    await sendEach(hostileDeliveries(SECRETS, { count: CASES, seed }), async (delivery) => {
      try {
        const answer = await sendHostile(stack.portalUrl, delivery);
        const id = expectSense(answer);
        if (id !== null) answered.set(id, answer.status);
        sent++;
      } catch (error) {
        throw new Error(`With HOSTILE_SEED=${seed} ${describeDelivery(delivery)}: ${error}`);
      }
    });
    for (const ending of await Promise.all(slow)) expect(ending).toMatch(/^HTTP\/1.1 408 /);
  } finally {
    clearInterval(watch);
    hangUp();
  }
  expect(sent).toBe(CASES);
  expect(most - before, `the web process grew from ${before} to ${most} MiB`).toBeLessThan(MOST_GROWTH_MIB);

  const isDrained = async () => {
    const ids = [...answered.keys()];
    const [row] = await query<{ count: string }>(stack, "select count(*) from call_events where id = any($1)", [ids]);
    return Number(row?.count) === ids.length;
  };
  await expect.poll(isDrained, { timeout: 60_000, message: "every delivery is in the Webhook Logs" }).toBe(true);
  const events = await query<{
    id: string;
    http_status: number;
    outcome: string;
    error: string | null;
    touches: boolean;
  }>(
    stack,
    "select id, http_status, outcome, error, call_id is not null or contact_id is not null as touches from call_events",
  );
  const stored = new Map(events.map((event) => [event.id, event]));
  for (const [id, status] of answered) {
    const event = stored.get(id);
    if (status !== 202) assert.equal(event?.http_status, status, id);
    if (event?.outcome === "processed" || event?.outcome === "duplicate") assert.equal(event.touches, true, id);
    else if (event?.outcome !== "echoed" && event?.outcome !== "split")
      assert.ok(event?.error, `${id} ${event?.outcome}`);
  }
  expect(events.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  // It must not all be refused at the door.
  for (const outcome of ["processed", "duplicate", "invalid", "refused", "echoed"]) {
    expect(events.filter((event) => event.outcome === outcome).length, outcome).toBeGreaterThan(50);
  }
});

test("invalid HTTP is refused or disconnected, and everybody else is still served", async ({ stack }) => {
  test.setTimeout(120_000);
  for (const [what, bytes] of Object.entries(RAW_REQUESTS)) {
    const status = await sendRaw(stack.portalUrl, bytes);
    expect(status ?? 0, what).toBeLessThan(500);
  }
  await fc.assert(
    fc.asyncProperty(damagedRequest, async (bytes) => {
      expect((await sendRaw(stack.portalUrl, bytes)) ?? 0).toBeLessThan(500);
    }),
    { numRuns: 500 },
  );
  // Nothing of it is left behind that cannot be filed.
  const health = async () => {
    const { ok, spool } = await (await fetch(`${stack.portalUrl}/api/admin/health`)).json();
    return { ok, spool };
  };
  await expect.poll(health).toEqual({ ok: true, spool: undefined });
  expect(await query(stack, "select from call_events where outcome = 'failed'")).toEqual([]);
});

const call = (callId: string) => JSON.stringify({ call_id: callId, duration: 5 });
const send = (stack: Stack, headers: Record<string, string>, body = call("test-door")) =>
  fetch(`${stack.portalUrl}/api/webhooks/convoso`, { method: "POST", body, headers });

test("while a secret is replaced the new and the old one open, and no other", async ({ stack }) => {
  for (const secret of SECRETS) expect(isTaken((await send(stack, { "x-webhook-secret": secret })).status)).toBe(true);
  for (const secret of [SECRETS.join(","), "another secret", ""]) {
    expect((await send(stack, { "x-webhook-secret": secret })).status).toBe(401);
  }
});

test("a flood from one source is told to wait without filling the Webhook Logs, and Convoso never is", async ({
  stack,
}) => {
  const from = (address: string) => ({
    "x-forwarded-for": `66.85.240.1, ${address}`,
    "x-webhook-secret": SECRETS[0] ?? "",
  });
  const newest = "select id as last from call_events order by id desc limit 1";
  const [{ last } = { last: "00000000-0000-0000-0000-000000000000" }] = await query<{ last: string }>(stack, newest);
  const flood = await Promise.all(Array.from({ length: 150 }, () => send(stack, from("203.0.113.50"))));
  const statuses = flood.map(({ status }) => status);
  expect(statuses.filter(isTaken)).toHaveLength(20);
  expect(statuses.filter((status) => status === 429)).toHaveLength(130);
  const refusals = flood.filter(({ status }) => status === 429);
  for (const refusal of refusals) {
    expect(Number(refusal.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refusal.json()).toMatchObject({ error: "too_many_deliveries", hint: expect.any(String) });
  }
  const list = "select error, outcome from call_events where http_status = 429 and id > $1 order by id";
  const files = () => query<{ error: string; outcome: string }>(stack, list, [last]);
  await expect.poll(async () => (await files()).length).toBe(3);
  const filed = await files();
  expect(filed.map(({ error }) => /Refused so far: (\d+)/.exec(error)?.[1]).sort()).toEqual(["1", "10", "100"]);
  expect(filed.every(({ outcome }) => outcome === "refused")).toBe(true);

  const convoso = await Promise.all(Array.from({ length: 100 }, () => send(stack, from("66.85.247.255"))));
  expect(convoso.filter(({ status }) => !isTaken(status))).toEqual([]);
});

test("over TLS browsers are told to come over TLS only", async ({ stack }) => {
  const over = (proto: string) => fetch(`${stack.portalUrl}/sign-in`, { headers: { "x-forwarded-proto": proto } });
  expect((await over("https")).headers.get("strict-transport-security")).toMatch(/max-age=\d{8}/);
  expect((await over("http")).headers.get("strict-transport-security")).toBeNull();
});
