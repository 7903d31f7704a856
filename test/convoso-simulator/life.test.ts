import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { capturePortal } from "./capture-portal.ts";
import { startSimulator } from "./simulator.ts";

const now = Date.parse("2026-11-22T20:00:00Z");

const fromBase64 = (body: string) =>
  body.replace(/[A-Za-z0-9+/]{100,}={0,2}/g, (packed) => Buffer.from(packed, "base64").toString());

/** What the portal receives of a history of 150 calls. */
async function playHistory(seed: number) {
  const portal = await capturePortal();
  const convoso = await startSimulator({ seed, now: () => now, portalUrl: portal.url });
  await convoso.history(150);
  const calls = convoso.calls();
  await convoso.stop();
  portal.stop();
  const port = new URL(convoso.url).port; // recording links hold it
  const bodies = portal.captured.map(({ path, query, body }) =>
    `${path} ${query} ${fromBase64(body)}`.replaceAll(port, "PORT"),
  );
  return { calls, captured: portal.captured, bodies };
}

describe("simulated life", () => {
  it("is decided by the seed", async () => {
    const [first, again, other] = [await playHistory(7), await playHistory(7), await playHistory(8)];
    assert.ok(first.bodies.length > 150);
    assert.equal(
      first.bodies.findIndex((body, i) => body !== again.bodies[i]),
      -1,
    );
    assert.notEqual(
      first.bodies.findIndex((body, i) => body !== other.bodies[i]),
      -1,
    );
  });

  it("holds what a portal has to cope with, in the past", async () => {
    const { calls, captured, bodies } = await playHistory(7);
    assert.equal(calls.length, 150);
    assert.ok(calls.every(({ endedAt, startedAt }) => endedAt <= now && now - startedAt < 9 * 86_400_000));
    const codes = new Set(calls.map(({ disposition }) => disposition.code));
    for (const code of ["A", "NA", "XDROP", "HU", "NI", "CB", "SALE"]) assert.ok(codes.has(code), `no ${code}`);
    assert.ok(new Set(calls.map(({ agent }) => agent.id)).size >= 10, "few agents");
    assert.ok(calls.some(({ recording }) => recording) && calls.some(({ recording }) => !recording));
    assert.ok(
      captured.some(({ path }) => path === "/api/webhooks/convoso-leads"),
      "no lead",
    );
    const isAstray = ({ path, body }: { path: string; body: string }) =>
      path === "/api/webhooks/convoso" && body.includes("postal_code") && !body.includes("call_log_id");
    assert.ok(captured.some(isAstray), "no lead data at the wrong endpoint");
    assert.ok(
      bodies.some((body, i) => body === bodies[i - 1]),
      "no duplicate",
    );
    assert.ok(captured.length > calls.length, "nothing but calls");
  });

  it("continues while the portal is down, and says so once", async () => {
    const portal = await capturePortal();
    portal.stop();
    const lines: string[] = [];
    const convoso = await startSimulator({ seed: 3, portalUrl: portal.url, log: (line) => lines.push(line) });
    await convoso.history(20);
    assert.equal(convoso.calls().length, 20);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? "", /portal does not answer \(ECONNREFUSED\)/);
    await convoso.stop();
  });

  it("runs until it is stopped", async () => {
    const portal = await capturePortal();
    const lines: string[] = [];
    const convoso = await startSimulator({ portalUrl: portal.url, log: (line) => lines.push(line) });
    const life = convoso.run(60_000);
    while (portal.captured.length < 10) await new Promise((resolve) => setTimeout(resolve, 10));
    await convoso.stop();
    await life;
    portal.stop();
    assert.deepEqual(lines, []);
    assert.ok(convoso.leads().length > 0);
  });

  it("drops, doubles and delays the webhooks of calls, and of no leads", async () => {
    const portal = await capturePortal();
    const convoso = await startSimulator({ seed: 7, now: () => now, portalUrl: portal.url });
    const sent = () => portal.captured.filter(({ path }) => path === "/api/webhooks/convoso").length;
    const leads = () => portal.captured.length - sent();
    await convoso.history(40);
    const [calls, others] = [sent(), leads()];
    convoso.reset();
    convoso.troubleWebhooks({ dropped: 0.5, doubled: 0.3 });
    await convoso.history(40);
    assert.ok(sent() - calls < 0.95 * calls, `${sent() - calls} of ${calls}`);
    assert.ok(Math.abs(leads() - 2 * others) < 5);
    convoso.reset();
    const before = sent();
    convoso.troubleWebhooks({ delayed: 1, delaySeconds: 0 });
    await convoso.history(5);
    await sleep(200);
    assert.ok(sent() - before >= 5);
    await convoso.stop();
    portal.stop();
  });
});
