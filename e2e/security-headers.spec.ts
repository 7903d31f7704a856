import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { openAdminSession } from "./people.ts";
import { routeTable } from "./route-table.ts";
import { openWhole } from "./watch-page.ts";

type Route = { path?: string; index?: boolean; children?: Route[] };

/** The address of every route, as Remix itself lists them. */
function listPaths(): string[] {
  const remix = ["node_modules/@remix-run/dev/dist/cli.js", "routes", "--json"];
  const { stdout } = spawnSync(process.execPath, remix, {
    encoding: "utf8",
    env: { ...process.env, NODE_ENV: "test" },
  });
  const below = (route: Route, parent: string): string[] => {
    const path = [parent, route.path].filter(Boolean).join("/");
    return [path, ...(route.children ?? []).flatMap((child) => below(child, path))];
  };
  return [...new Set((JSON.parse(stdout) as Route[]).flatMap((route) => below(route, "")))].map((path) => `/${path}`);
}

/** What continues until the client leaves, so that only its beginning can be looked at. */
const ENDLESS = Object.values(routeTable).flatMap(({ isEndless, path }) => (isEndless ? [path] : []));

const SAID_BY_ALL = {
  "x-content-type-options": /^nosniff$/,
  "referrer-policy": /^same-origin$/,
  "cross-origin-opener-policy": /^same-origin$/,
  "cross-origin-resource-policy": /^same-origin$/,
  "permissions-policy": /camera=\(\)/,
  "cache-control": /no-store/,
};

/** By `assert`, since Playwright keeps a step for each `expect`, and there are thousands. */
async function assertSafe(answer: Response, what: string): Promise<void> {
  const policy = assertSafeHeaders(answer.headers, what);
  const page = await answer.text();
  if (!answer.headers.get("content-type")?.startsWith("text/html")) return;
  const nonce = /'nonce-([\w-]{22})'/.exec(policy)?.[1];
  const scripts = page.match(/<script\b[^>]*>/g) ?? [];
  assert.ok(scripts.length > 0, `${what}: has no script`);
  for (const script of scripts) assert.ok(script.includes(`nonce="${nonce}"`), `${what}: ${script}`);
  assert.ok(!page.includes("<style"), `${what}: has a <style>`);
}

/** @returns the policy for content */
function assertSafeHeaders(headers: Headers, what: string): string {
  for (const [name, value] of Object.entries(SAID_BY_ALL)) {
    assert.match(headers.get(name) ?? "", value, `${what}: ${name}: ${headers.get(name)}`);
  }
  const policy = headers.get("content-security-policy") ?? "";
  for (const needed of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]) {
    assert.ok(policy.includes(needed), `${what}: ${policy}`);
  }
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/, `${what}: ${policy}`);
  return policy;
}

test("every route, page, data and refusal carries the headers that keep a browser safe", async ({ stack, request }) => {
  test.setTimeout(300_000); // a walk over every address, twice
  const call = { call_id: "test-headers", duration: 5, phone_number: "+12135550123", recording: "https://x.invalid/a" };
  const sent = await request.post("/api/webhooks/convoso", { data: call });
  const { event_id, contact_id } = await sent.json();
  const ids = { ":eventId": event_id, ":callId": call.call_id, ":contactId": String(contact_id) };
  const paths = listPaths().map((path) =>
    path.replace(/:\w+/g, (name) => (ids as Record<string, string>)[name] ?? `no-${name}`),
  );
  expect(paths.length).toBeGreaterThan(15);
  const ask = (path: string, init: RequestInit = {}) => fetch(stack.portalUrl + path, { redirect: "manual", ...init });
  const walk = async (who: string, headers: Record<string, string>) => {
    for (const path of paths.filter((path) => !ENDLESS.includes(path))) {
      for (const address of [path, `${path === "/" ? "/_root" : path}.data`]) {
        const answer = await ask(address, { headers });
        assert.ok(answer.status < 500, `${address} as ${who}: ${answer.status}`);
        await assertSafe(answer, `${address} as ${who}`);
      }
    }
  };
  await walk("anybody", {});
  const headers = { cookie: await openAdminSession(stack) };
  await walk("admin", headers);
  expect(ENDLESS.length).toBeGreaterThan(0);
  for (const path of ENDLESS) {
    const answer = await ask(path, { headers });
    expect(answer.headers.get("content-type")).toContain("event-stream");
    assertSafeHeaders(answer.headers, path);
    await answer.body?.cancel();
  }
  await assertSafe(await ask("/there/is/nothing"), "a page that is not there");
  const foreign = { ...headers, "sec-fetch-site": "cross-site" };
  await assertSafe(await ask("/sign-out", { method: "POST", headers: foreign }), "a refusal");
  await assertSafe(await ask("/api/webhooks/echo?_data=x"), "a request that is malformed");
  const file = await request.get("/favicon.svg");
  expect(file.headers()).toMatchObject({
    "x-content-type-options": "nosniff",
    "cache-control": "public, max-age=3600",
  });
});

test("two answers never share a nonce", async ({ request }) => {
  const policies = await Promise.all(Array.from({ length: 5 }, () => request.get("/sign-in")));
  expect(new Set(policies.map((answer) => answer.headers()["content-security-policy"])).size).toBe(5);
});

/** Collects what the browser's policy blocks on this page, from now on. */
async function watchPolicy(page: Page): Promise<string[]> {
  const blocked: string[] = [];
  await page.exposeFunction("tellBlocked", (what: string) => blocked.push(what));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, documentURI }) =>
      (window as unknown as { tellBlocked: (what: string) => void }).tellBlocked(
        `${documentURI}: ${violatedDirective} ${blockedURI}`,
      ),
    );
  });
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) blocked.push(`${page.url()}: ${message.text()}`);
  });
  return blocked;
}

test("no page of the portal needs what its policy forbids, and a script without the nonce does not run", async ({
  page,
  stack,
}) => {
  const lead = stack.simulator.addLead();
  const call = stack.simulator.placeCall({ lead, disposition: "SALE", lengthSeconds: 20, recordingDelaySeconds: 0 });
  const { contact_id } = (await stack.simulator.deliver(lead)).body as { contact_id: number };
  const { event_id } = (await stack.simulator.deliver(call, { withRecording: true })).body as { event_id: string };
  const blocked = await watchPolicy(page);
  await page.goto("/sign-in");
  await page.goto(await stack.signInLink());
  await page.getByRole("button", { name: "Sign in with this link" }).click();
  await expect(page).toHaveURL(/\/admin\/super$/);
  for (const tab of ["Webhook Logs", "Leads", "Calls", "Test Tools", "Overview"]) {
    await page.getByRole("tab", { name: tab }).click();
    await expect(page.getByRole("heading", { level: 1, name: tab })).toBeVisible();
  }
  const details = [`leads/${contact_id}`, `calls/${call.id}`, `webhook-logs/${event_id}`, "calls/no-such-call"];
  for (const path of ["", "/webhook-logs", "/leads", "/calls", "/test-tools", ...details.map((path) => `/${path}`)]) {
    await openWhole(page, `/admin/super${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.goto(`/admin/super/calls/${call.id}`);
  const player = page.locator("audio").first();
  await player.evaluate(async (audio: HTMLAudioElement) => {
    audio.muted = true;
    await audio.play();
  });
  expect(blocked).toEqual([]);

  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'taken over'";
    document.body.append(script);
  });
  await expect.poll(() => blocked.length).toBeGreaterThan(0);
  expect(await page.title()).not.toBe("taken over");
});
