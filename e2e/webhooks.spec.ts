import { connect } from "node:net";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

const JSON_HEADERS = { "Content-Type": "application/json" };

// The bodies are the user's guide's, to the letter.
test("the guide's own cURL examples work as printed", async ({ request }) => {
  const lead = await request.post("/api/webhooks/convoso-leads", {
    headers: JSON_HEADERS,
    data: '{"first_name": "Test", "last_name": "User", "phone_number": "555-0123", "email": "test@example.com"}',
  });
  expect(lead.status()).toBe(200);
  expect(await lead.json()).toMatchObject({ success: true, ok: true, contact_id: expect.any(Number) });

  const call = await request.post("/api/webhooks/convoso", {
    headers: JSON_HEADERS,
    data: '{"call_id": "test-123", "duration": 120, "disposition": "SALE", "agent_name": "Test Agent"}',
  });
  expect(call.status()).toBe(200);
  expect(await call.json()).toMatchObject({
    success: true,
    ok: true,
    call_id: "test-123",
    event_id: expect.any(String),
  });

  const echo = await request.post("/api/webhooks/echo", { headers: JSON_HEADERS, data: '{"test": "data"}' });
  expect(echo.status()).toBe(200);
  expect(await echo.json()).toMatchObject({ ok: true, method: "POST", body: '{"test": "data"}' });
});

test("the echo answers any method and shows no secret", async ({ request }) => {
  for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
    const answer = await request.fetch("/api/webhooks/echo?campaign=5&key=hush", {
      method,
      headers: { Authorization: "Bearer hush", "X-Sender": "dialer" },
    });
    expect(answer.status()).toBe(200);
    const text = await answer.text();
    expect(text).not.toContain("hush");
    expect(JSON.parse(text)).toMatchObject({ method, query: { campaign: "5" }, headers: { "x-sender": "dialer" } });
  }
});

test("letter case and slashes of a webhook's address do not matter", async ({ stack }) => {
  for (const path of [
    "//api/webhooks/convoso",
    "/API/Webhooks/Convoso/",
    "/api/webhooks//convoso",
    "/api%2Fwebhooks/convoso",
  ]) {
    const body = JSON.stringify({ call_id: "test-bent", duration: 5 });
    const answer = await fetch(`${stack.portalUrl}${path}`, { method: "POST", headers: JSON_HEADERS, body });
    expect(answer.status, path).toBe(200);
  }
});

test("a delivery to an address that is nearly right is answered with the right one, and is in the Webhook Logs", async ({
  page,
  stack,
}) => {
  const post = async (path: string) => {
    const body = '{"lead_id":"test-astray","first_name":"Ann"}';
    const answer = await fetch(`${stack.portalUrl}${path}`, { method: "POST", headers: JSON_HEADERS, body });
    return { status: answer.status, ...(await answer.json()) };
  };
  for (const path of ["/", "/webhooks/convoso", "/api/webhooks/convoso.php", "/api/webhook/convoso", "/api"]) {
    const answer = await post(path);
    expect(answer, path).toMatchObject({
      status: 404,
      ok: false,
      error: "wrong_address",
      event_id: expect.any(String),
    });
    expect(answer.hint).toContain("Did you mean /api/webhooks/convoso?");
  }
  const { event_id: id, hint } = await post("/api/webhooks/convoso-lead");
  expect(hint).toContain("Did you mean /api/webhooks/convoso-leads?");
  const seen = await fetch(`${stack.portalUrl}/api/webhooks/convoso-lead`);
  expect([seen.status, (await seen.json()).error]).toEqual([404, "not_found"]);

  await signIn(page, stack);
  await page.goto("/admin/super/webhook-logs?type=unknown");
  await expect(page.getByRole("cell", { name: "Wrong address" }).first()).toBeVisible();
  await page.goto(`/admin/super/webhook-logs/${id}`);
  await expect(page.getByText("POST /api/webhooks/convoso-lead is not the address of a webhook.")).toBeVisible();
  await expect(page.getByRole("link", { name: /Replay/ }).first()).toBeVisible();
});

test("a client may ask what a webhook takes", async ({ request }) => {
  const answer = await request.fetch("/api/webhooks/convoso", { method: "OPTIONS" });
  expect([answer.status(), answer.headers().allow]).toEqual([204, "POST, OPTIONS"]);
});

test("unusable deliveries are answered with the right status and a helpful message", async ({ request }) => {
  const wrongMethod = await request.get("/api/webhooks/convoso");
  expect(wrongMethod.status()).toBe(405);
  expect(wrongMethod.headers().allow).toBe("POST");
  expect(await wrongMethod.json()).toMatchObject({ success: false, error: "method_not_allowed" });

  const unreadable = await request.post("/api/webhooks/convoso", { headers: JSON_HEADERS, data: "{not json" });
  expect(unreadable.status()).toBe(400);
  expect(await unreadable.json()).toMatchObject({ error: "unreadable_body", hint: expect.any(String) });

  const unusable = await request.post("/api/webhooks/convoso", { headers: JSON_HEADERS, data: '{"weather":"fine"}' });
  expect(unusable.status()).toBe(422);
  expect(await unusable.json()).toMatchObject({ error: "no_usable_content" });

  const tooLarge = await request.post("/api/webhooks/convoso", { headers: JSON_HEADERS, data: "x".repeat(1_100_000) });
  expect(tooLarge.status()).toBe(413);
});

test("a body without end is cut off, whatever length it claims", async ({ stack }) => {
  const { hostname, port } = new URL(stack.portalUrl);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {}); // the server may hang up while we still send
  socket.write("POST /api/webhooks/convoso HTTP/1.1\r\nHost: portal\r\nTransfer-Encoding: chunked\r\n\r\n");
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
  for (let sent = 0; sent < 24; sent++) socket.write(chunk);
  const answer = await new Promise<string>((resolve) => socket.once("data", (data) => resolve(data.toString())));
  socket.destroy();
  expect(answer).toMatch(/^HTTP\/1.1 413/);
});

test("health answers in the guide's own words", async ({ request }) => {
  const answer = await request.get("/api/admin/health");
  expect(answer.status()).toBe(200);
  const count = expect.any(Number);
  expect(await answer.json()).toMatchObject({
    ok: true,
    healthy: true,
    pool: { totalCount: count, idleCount: count, waitingCount: count },
    stats: { calls: count, agents: count, events: count },
    worker: { running: count },
    ledger: expect.any(String),
    archive: expect.stringMatching(/cop(ied|ying)/),
    version: expect.any(String),
  });
});
