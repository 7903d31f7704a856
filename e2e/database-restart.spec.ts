import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { startEmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";
import { signIn } from "./sign-in.ts";
import { type Stack, startStack } from "./stack.ts";
import { lookAt } from "./watch-page.ts";

/** A portal on its own PostgreSQL, which the test may stop and start. */
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
  const askHealth = () => request.get(`${stack.portalUrl}/api/admin/health`);
  expect((await post("before")).status()).toBe(200);
  const whole = await (await askHealth()).json();
  expect(Object.keys(whole)).toEqual(["ok", "healthy", "pool", "stats", "worker", "ledger", "archive", "version"]);

  await signIn(page, stack);
  const typing = await page.context().newPage();
  await typing.goto(`${stack.portalUrl}/admin/super/calls/before`);
  await typing.getByLabel("Note on this call").fill("Typed while the database went away");
  await page.goto(`${stack.portalUrl}/admin/super`);
  const health = page.getByRole("region", { name: "Health" }).getByRole("status");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await expect(health).toHaveText("Healthy");
  await database.stop();
  await typing.getByRole("button", { name: "Add note" }).click();
  await expect(typing.getByText("What you entered was not stored.")).toBeVisible();
  const exported = await page.request.get(`${stack.portalUrl}/admin/super/exports/calls.csv`);
  expect([exported.status(), exported.headers()["content-type"]]).toEqual([503, "text/plain; charset=utf-8"]);
  expect(await exported.text()).toContain("The database cannot be reached.");
  // A page that was loading again at that moment is replaced by the words for it.
  const says = health.filter({ hasText: "Unhealthy" });
  const instead = page.getByRole("heading", { name: "The database cannot be reached" });
  await expect(says.or(instead), "of a page that was open before").toBeVisible();
  const kept = await post("during");
  expect(kept.status()).toBe(202);
  expect(await kept.json()).toMatchObject({ ok: true, outcome: "spooled", event_id: expect.any(String) });
  expect((await askHealth()).status()).toBe(503);
  expect(await (await askHealth()).json()).toMatchObject({
    ok: false,
    healthy: false,
    reason: expect.any(String),
    version: expect.any(String),
    spool: { waiting: 1, bytes: expect.any(Number), fault: null },
  });
  expect((await request.get(`${stack.portalUrl}/api/admin/live`)).status()).toBe(200);
  expect((await request.get(`${stack.portalUrl}/api/admin/ready`)).status()).toBe(200);
  const overview = await page.goto(`${stack.portalUrl}/admin/super`);
  expect(overview?.status()).toBe(503);
  await expect(page.getByRole("heading", { name: "The database cannot be reached" })).toBeVisible();
  await expect(page.getByText("Deliveries wait on this server's disk")).toBeVisible();
  await expect(page.locator("main")).toContainText("Waiting on disk: 1.");
  expect(await lookAt(page, "while the database is down")).toEqual([]);

  await database.start();
  await expect(async () => expect((await post("after")).status()).toBe(200)).toPass();
  await expect.poll(async () => (await (await askHealth()).json()).spool).toBeUndefined();
  const { stats } = await (await askHealth()).json();
  expect(stats.calls).toBe(3);
  await typing.getByRole("button", { name: "Back to the form" }).click();
  await expect(typing.getByText("The portal could not store this when you sent it")).toBeVisible();
  await expect(typing.getByLabel("Note on this call")).toHaveValue("Typed while the database went away");
  await typing.getByRole("button", { name: "Add note" }).click();
  await expect(typing.getByText("The note was added")).toBeVisible();
  await expect(typing.locator("#notes")).toContainText("Typed while the database went away");
  await typing.close();

  const call = stack.simulator.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
  const before = stack.simulator.requests().length;
  await stack.simulator.deliver(call, { withRecording: false });
  const asked = () => stack.simulator.requests().length > before;
  await expect.poll(asked, { timeout: 60_000, message: "the worker asks for recordings again" }).toBe(true);
});
