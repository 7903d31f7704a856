import { expect, test } from "./fixtures.ts";
import { openAdminSession, postForm } from "./people.ts";
import { query } from "./query.ts";
import { signIn } from "./sign-in.ts";
import { killPages, startStack } from "./stack.ts";

/** Reads a stream of events as text, until `pattern` is in it or it ends. */
function readerOf(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(text)) {
      const { value, done } = (await reader?.read()) ?? { done: true };
      if (done) return `${text}[end]`;
      text += value;
    }
    const found = text;
    text = "";
    return found;
  };
}

const live = (portalUrl: string, cookie: string) =>
  fetch(`${portalUrl}/admin/super/live?since=${Date.now()}`, { headers: { cookie, "accept-encoding": "gzip, br" } });

test("an open page is told of a delivery, without anything of its content", async ({ stack }) => {
  const response = await live(stack.portalUrl, await openAdminSession(stack));
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
  expect(response.headers.get("content-encoding")).toBeNull();
  const until = readerOf(response);
  await until(/retry: /);
  await fetch(`${stack.portalUrl}/api/webhooks/convoso-leads`, {
    method: "POST",
    body: JSON.stringify({ lead_id: "live-1", first_name: "Liviana" }),
  });
  const said = await until(/event: change\ndata: \["deliveries"\]\n\n/);
  expect(said).not.toContain("Liviana");
});

test("after signing out, a page gets no more updates", async ({ stack }) => {
  const cookie = await openAdminSession(stack);
  const until = readerOf(await live(stack.portalUrl, cookie));
  await until(/retry: /);
  await postForm(`${stack.portalUrl}/sign-out`, {}, { cookie });
  expect(await until(/never/)).toContain("[end]");
});

test("a portal that is told to stop ends the streams and then itself, also when its pages were killed before", async () => {
  test.setTimeout(60_000);
  const stack = await startStack(90);
  try {
    const cookie = await openAdminSession(stack);
    const download = await fetch(`${stack.portalUrl}/admin/super/exports/calls.csv`, { headers: { cookie } });
    expect(await download.text()).toContain("call_id");
    killPages(stack);
    await expect(async () => expect((await fetch(`${stack.portalUrl}/sign-in`)).status).toBe(200)).toPass();
    const until = readerOf(await live(stack.portalUrl, cookie));
    await until(/retry: /);
    process.kill(stack.webPid, "SIGTERM");
    // A connection that is cut off instead makes the reader throw.
    expect(await until(/never/)).toContain("[end]");
  } finally {
    await stack.stop(); // which wants it to end with 0
  }
});

test("a live page says when its session has ended", async ({ page, stack }) => {
  await signIn(page, stack);
  await page.goto("/admin/super");
  await expect(page.getByRole("status").filter({ hasText: /^Live$/ })).toBeVisible();
  await query(stack, "delete from admin_sessions");
  await expect(page.getByText("Signed out. Reload the page to sign in")).toBeVisible({ timeout: 60_000 });
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});
