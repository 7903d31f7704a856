import { test as base, expect } from "@playwright/test";
import { findQuietPort } from "#scripts/postgres/find-free-port.ts";
import { signIn } from "./sign-in.ts";
import { type Stack, startStack } from "./stack.ts";

const METRICS_TOKEN = "the token of this test";

const test = base.extend<{ stack: Stack; workerPort: number }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to know what a fixture needs
  workerPort: async ({}, use) => use(await findQuietPort()),
  stack: async ({ workerPort }, use, { workerIndex }) => {
    const settings = { METRICS_TOKEN, WORKER_METRICS_PORT: String(workerPort) };
    const stack = await startStack(workerIndex + 100, undefined, settings);
    await use(stack);
    await stack.stop();
  },
});

test("web, pages and worker tell Prometheus what they do, and nobody without the token", async ({
  stack,
  workerPort,
  request,
  page,
}) => {
  const web = `${stack.portalUrl}/metrics`;
  const worker = `http://127.0.0.1:${workerPort}/metrics`;
  for (const address of [web, worker]) {
    await expect(async () => expect((await request.get(address)).status()).toBe(401)).toPass(); // the worker may still start
    expect((await request.get(address, { headers: { authorization: "Bearer of bad news" } })).status()).toBe(401);
  }
  const call = stack.simulator.placeCall({ disposition: "SALE", lengthSeconds: 60, recordingDelaySeconds: 0 });
  await stack.simulator.deliver(call, { withRecording: false });
  await signIn(page, stack);
  const metrics = async (address: string) =>
    (await request.get(address, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })).text();
  const told = await metrics(web);
  expect(told).toContain('portal_deliveries_total{endpoint="call",outcome="processed",process="web"} 1');
  expect(told).toMatch(/portal_pool_connections\{state="idle",process="pages"\} \d/);
  expect(told).toContain("portal_workers 1");
  const found = /portal_job_seconds_count\{task="fetch_recording",result="done",process="worker"\} 1/;
  await expect.poll(() => metrics(worker)).toMatch(found);
  expect(await metrics(worker)).toContain('section="log/retrieve",result="answered",process="worker"');
});
