import type { BrowserContext, Page, Request } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";
import { findPages, startStack } from "./stack.ts";

const sendCall = (page: Page, callId: string) =>
  page.request.post("/api/webhooks/convoso", { data: { call_id: callId, duration: 5, agent_name: "Live Agent" } });

const isLive = (page: Page) => expect(page.getByText("Live", { exact: true })).toBeVisible();

/** Counts the streams that pages of this browser have open. */
function watchStreams(context: BrowserContext): () => number {
  const streams = new Map<Request, Page>();
  context.on("request", (request) => {
    if (request.resourceType() === "eventsource") streams.set(request, request.frame().page());
  });
  context.on("requestfinished", (request) => streams.delete(request));
  context.on("requestfailed", (request) => streams.delete(request));
  return () => [...streams.values()].filter((page) => !page.isClosed()).length;
}

test("seven live windows share one stream, all show a new call, and an eighth page still loads", async ({
  page,
  context,
  stack,
}) => {
  const countStreams = watchStreams(context);
  await signIn(page, stack);
  const windows = [page];
  while (windows.length < 7) windows.push(await context.newPage());
  for (const each of windows) {
    await each.goto("/admin/super/calls?live=1&search=call:window-*");
    await isLive(each);
  }
  expect(countStreams()).toBe(1);
  await sendCall(page, "window-1");
  for (const each of windows) await expect(each.getByRole("link", { name: "Live Agent" })).toHaveCount(1);

  await page.close(); // the one that has the stream
  const [second, ...others] = windows.slice(1) as [Page, ...Page[]];
  await sendCall(second, "window-2");
  for (const each of [second, ...others]) await expect(each.getByRole("link", { name: "Live Agent" })).toHaveCount(2);
  const eighth = await context.newPage();
  await eighth.goto("/admin/super/leads?live=1");
  await isLive(eighth);
  await second.request.post("/api/webhooks/convoso-leads", { data: { lead_id: "window-lead", first_name: "Livia" } });
  await expect(eighth.getByRole("link", { name: "Livia" })).toBeVisible();
  expect(countStreams()).toBe(1);
});

test("a browser that cannot share a stream asks for changes instead", async ({ page, context, stack }) => {
  const countStreams = watchStreams(context);
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "locks", { value: undefined }));
  await signIn(page, stack);
  await page.goto("/admin/super/calls?live=1&search=call:asked-*");
  await expect(page.getByText("Checks every 10 seconds")).toBeVisible();
  await sendCall(page, "asked-1");
  await expect(page.getByRole("link", { name: "Live Agent" })).toBeVisible();
  expect(countStreams()).toBe(0);
});

test("an open Overview says within seconds that the worker stopped, or that the portal does not answer", async ({
  page,
}) => {
  test.setTimeout(150_000);
  const stack = await startStack(92);
  try {
    await signIn(page, stack);
    await page.goto(`${stack.portalUrl}/admin/super`);
    const health = page.getByRole("region", { name: "Health" }).getByRole("status");
    await isLive(page);
    await expect(health).toHaveText("Healthy");
    await stack.stopWorker();
    await expect(health).toHaveText("No worker");
    const pages = findPages(stack);
    process.kill(pages, "SIGSTOP"); // its connections stay open and silent
    await expect(health).toHaveText("Unknown", { timeout: 40_000 });
    await expect(page.getByText("The portal cannot be reached.")).toBeVisible();
    process.kill(pages, "SIGCONT");
    await expect(health).toHaveText("No worker", { timeout: 60_000 });
  } finally {
    await stack.stop();
  }
});
