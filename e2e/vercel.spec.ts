import { spawnSync } from "node:child_process";
import { test as base, expect } from "@playwright/test";
import { cloneDatabase } from "#test/clone-database.ts";
import { walkGoldenPath } from "./golden-path.ts";
import { type Stack, startStack } from "./stack.ts";

const CRON_SECRET = "the secret of Vercel's cron";
const PROGRAMS = { web: "e2e/vercel/host.ts", worker: "e2e/vercel/cron.ts" };

const test = base.extend<{ baseURL: string }, { stack: Stack }>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
    async ({}, use, { workerIndex }) => {
      const { status, stderr } = spawnSync(process.execPath, ["scripts/vercel.ts"], { encoding: "utf8" });
      expect(status, stderr).toBe(0);
      const settings = { VERCEL: "1", CRON_SECRET };
      const stack = await startStack(workerIndex + 200, undefined, settings, cloneDatabase, PROGRAMS);
      await use(stack);
      await stack.stop();
    },
    { scope: "worker", timeout: 150_000 },
  ],
  baseURL: ({ stack }, use) => use(stack.portalUrl),
});

test("the build for Vercel accepts a lead and a call, finds the recording by its cron, and plays it", async ({
  page,
  stack,
}) => {
  await walkGoldenPath(page, stack);
});

test("on Vercel a page says nothing of updates that never come, and counts the cron as its worker", async ({
  page,
  stack,
}) => {
  await page.goto(await stack.signInLink());
  const asked = page.waitForResponse(/\/admin\/super\/live/);
  await page.getByRole("button", { name: "Sign in with this link" }).click();
  await asked;
  expect(await (await page.request.get("/admin/super/live")).text()).toContain("event: off");
  await expect(page.getByText("Connection lost")).toHaveCount(0);
  await expect(page.getByText(/^Live$/)).toHaveCount(0);
  await expect(page.getByText("No worker")).toHaveCount(0);
});

test("on Vercel nobody runs the jobs without the secret, and the portal says when it can take deliveries", async ({
  stack,
  request,
}) => {
  const get = (path: string, headers = {}) => request.get(`${stack.portalUrl}${path}`, { headers });
  expect((await get("/api/cron/jobs")).status()).toBe(401);
  expect((await get("/api/cron/jobs", { authorization: "Bearer of bad news" })).status()).toBe(401);
  const done = await get("/api/cron/jobs", { authorization: `Bearer ${CRON_SECRET}` });
  expect(await done.json()).toMatchObject({ failed: 0, isComplete: true });
  expect(await (await get("/api/admin/ready")).json()).toEqual({ ready: true });
  expect(await (await get("/api/admin/health")).json()).toMatchObject({ ok: true, worker: { running: 1 } });
});
