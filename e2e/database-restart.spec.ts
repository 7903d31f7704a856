import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { startEmbeddedPostgres } from "#scripts/embedded-postgres.ts";
import { signIn } from "./sign-in.ts";
import { type Stack, startStack } from "./stack.ts";
import { lookAt } from "./watch-page.ts";

/** A portal on a PostgreSQL of its own, which the test may stop and start. */
const test = base.extend<{ stack: Stack; database: { stop: () => Promise<void>; start: () => Promise<void> } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  database: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "portal-restart-"));
    const open = (port: number) => startEmbeddedPostgres({ dir: join(folder, "postgres"), port });
    let server = await open(0);
    const { port } = new URL(server.url);
    process.env.RESTARTABLE_DATABASE_URL = server.url;
    await use({
      stop: () => server.stop(),
      start: async () => {
        server = await open(Number(port));
      },
    });
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  },
  stack: async ({ database: _ }, use, { workerIndex }) => {
    const stack = await startStack(workerIndex + 100, process.env.RESTARTABLE_DATABASE_URL);
    await use(stack);
    await stack.stop();
  },
});

test.setTimeout(120_000);

test("web and worker outlive a restart of the database, and deliveries of meanwhile are not lost", async ({
  stack,
  database,
  request,
  page,
}) => {
  const post = (callId: string) =>
    request.post(`${stack.portalUrl}/api/webhooks/convoso`, { data: { call_id: callId, duration: 5 } });
  const health = () => request.get(`${stack.portalUrl}/api/admin/health`);
  expect((await post("before")).status()).toBe(200);
  const whole = await (await health()).json();
  expect(Object.keys(whole)).toEqual(["ok", "healthy", "pool", "stats"]);

  await signIn(page, stack);
  await database.stop();
  const kept = await post("during");
  expect(kept.status()).toBe(202);
  expect(await kept.json()).toMatchObject({ ok: true, outcome: "spooled", event_id: expect.any(String) });
  expect((await health()).status()).toBe(503);
  expect(await (await health()).json()).toMatchObject({
    ok: false,
    healthy: false,
    reason: expect.any(String),
    spool: { waiting: 1, bytes: expect.any(Number), fault: null },
  });
  const overview = await page.goto(`${stack.portalUrl}/admin/super`);
  expect(overview?.status()).toBe(503);
  await expect(page.getByRole("heading", { name: "The database cannot be reached" })).toBeVisible();
  await expect(page.getByText("Deliveries are kept on this server's disk")).toBeVisible();
  await expect(page.locator("main")).toContainText("1 delivery");
  expect(await lookAt(page, "while the database is away")).toEqual([]);

  await database.start();
  await expect(async () => expect((await post("after")).status()).toBe(200)).toPass();
  await expect.poll(async () => (await (await health()).json()).spool).toBeUndefined();
  const { stats } = await (await health()).json();
  expect(stats.calls).toBe(3);

  const call = stack.simulator.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
  await stack.simulator.deliver(call, { withRecording: false });
  const asked = () => stack.simulator.requests().some(({ query }) => query.id === call.id);
  await expect.poll(asked, { timeout: 60_000, message: "the worker asks for recordings again" }).toBe(true);
});
