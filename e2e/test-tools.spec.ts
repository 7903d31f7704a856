import { execFileSync } from "node:child_process";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";
import { type Stack, startStack } from "./stack.ts";

/** What bash makes of a command, in which `-w` asks curl for the status. */
function runInBash(command: string, secret: string): { status: string; body: string } {
  const env = { PATH: process.env.PATH ?? "", CONVOSO_WEBHOOK_SECRET: secret };
  const script = `curl() { command curl -sS -w '\\n%{http_code}' "$@"; }\n${command}`;
  const output = execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8", env: env as never });
  const [body = "", status = ""] = output.split(/\n(?=\d{3}$)/);
  return { status, body };
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a test lead and a test call go through the real endpoint, and clearing deletes them and nothing else", async ({
      page,
      request,
      stack,
    }) => {
      await request.post("/api/webhooks/convoso", {
        data: { call_id: "real-1", duration: 5, agent_name: "Real Agent" },
      });
      await signIn(page, stack);
      await page.goto("/admin/super");
      await page.getByRole("tab", { name: "Test Tools" }).click();

      await page.getByRole("button", { name: "Send Test Lead" }).click();
      await expect(page.getByText(/200/).first()).toBeVisible();
      await expect(page.getByRole("link", { name: "John Doe" }).first()).toBeVisible();

      const payload = page.getByLabel("Payload").nth(1);
      await payload.fill('{"call_id": "drill-9", "duration": 33, "disposition": "SALE", "agent_name": "Drill Agent"}');
      await page.getByRole("button", { name: "Send Test Call" }).click();
      await expect(page.getByRole("link", { name: "drill-9" }).first()).toBeVisible();
      await expect(page.getByText("curl -X POST").first()).toBeVisible();
      const changed = page.getByRole("table", { name: "Fields of the call before and after" });
      await expect(changed.getByRole("row").filter({ hasText: "Length" })).toContainText("empty");
      await expect(changed.getByRole("row").filter({ hasText: "Length" })).toContainText("33");
      await page.getByRole("link", { name: "Open it in the Webhook Logs" }).click();
      await expect(page.getByText("Drill Agent").first()).toBeVisible();

      await page.goto("/admin/super/test-tools");
      await page.getByRole("link", { name: "Clear test data" }).click();
      const clear = page.getByRole("button", { name: /^Delete \d+ rows$/ });
      const rows = Number((await clear.textContent())?.match(/\d+/)?.[0]);
      expect(rows).toBeGreaterThanOrEqual(5); // two deliveries, a call, a lead and an agent
      await clear.click();
      await expect(page.getByText("Test data cleared")).toBeVisible();
      await expect(page.getByText("There is no test data now.")).toBeVisible();

      await page.goto("/admin/super/calls");
      await expect(page.getByRole("row").filter({ hasText: "real-1" })).toBeVisible();
      await expect(page.getByRole("row").filter({ hasText: "drill-9" })).toHaveCount(0);
    });
  });
}

test("a burst counts its answers, and each delivery of it is about its own call", async ({ page, stack }) => {
  await signIn(page, stack);
  await page.goto("/admin/super/test-tools?call=shape-query");
  const card = page.getByRole("region", { name: "Call webhook" });
  await expect(card.getByLabel("Query string")).toHaveValue(/call_log_id=/);
  await card.getByLabel("How many").fill("40");
  await card.getByRole("button", { name: "Send Test Call" }).click();
  await expect(card.getByText("40 × HTTP 200, processed")).toBeVisible();
  await expect(card.getByText(/Median .* slowest/)).toBeVisible();
  await card.getByLabel("Ids").selectOption("All the same");
  await card.getByRole("button", { name: "Send Test Call" }).click();
  await expect(card.getByText("39 × HTTP 200, duplicate")).toBeVisible();
});

test("a delivery to a wrong address shows the answer with the right one, and nothing is sent to other pages", async ({
  page,
  stack,
}) => {
  await signIn(page, stack);
  await page.goto("/admin/super/test-tools");
  const card = page.getByRole("region", { name: "Lead webhook" });
  await card.getByLabel("Address").fill("/api/webhooks/convoso-lead");
  await card.getByRole("button", { name: "Send Test Lead" }).click();
  await expect(card.getByText("HTTP 404")).toBeVisible();
  await expect(card.getByRole("figure", { name: "Response body" })).toContainText("/api/webhooks/convoso-leads");
  await expect(card.getByRole("figure", { name: "As a cURL command" })).toContainText("/api/webhooks/convoso-lead'");
  await card.getByRole("link", { name: "Open it in the Webhook Logs" }).click();
  await expect(page.getByText("Wrong address").first()).toBeVisible();

  await page.goto("/admin/super/test-tools");
  for (const address of ["//example.com/api/webhooks", "/api/webhooks/../../admin/super"]) {
    await card.getByLabel("Address").fill(address);
    await card.getByRole("button", { name: "Send Test Lead" }).click();
    await expect(card.getByRole("figure", { name: "Response body" })).toContainText("Nothing was sent");
    await expect(card.getByLabel("Address")).toHaveValue(address);
  }
});

test("the connection check says what Convoso thinks of the token", async ({ page, stack }) => {
  await signIn(page, stack);
  await page.goto("/admin/super/test-tools");
  const card = page.getByRole("region", { name: "Connection to Convoso" });
  const check = card.getByRole("button", { name: "Check the connection" });
  await check.click();
  await expect(card.getByText(/accepts the token/)).toBeVisible();
  await expect(card.getByRole("row").filter({ hasText: "Statuses" })).toContainText("Works");
  stack.simulator.fail({ kind: "401", path: "log/retrieve" });
  await check.click();
  await expect(card.getByText(/did not accept the auth token/).first()).toBeVisible();
  await expect(card.getByText(/Authorization Token/)).toBeVisible();
});

test.describe("of a portal with a secret", () => {
  test.setTimeout(120_000);
  const secret = "s3cret with 'quotes' and $signs";
  let stack: Stack;
  test.beforeAll(async () => {
    stack = await startStack(92, undefined, { CONVOSO_WEBHOOK_SECRET: secret });
  });
  test.afterAll(() => stack.stop());

  test("the commands on the page do in bash what the page did, with the secret out of the environment only", async ({
    page,
  }) => {
    await signIn(page, stack);
    for (const [endpoint, sample, button] of [
      ["call", "guide-call", "Send Test Call"],
      ["call", "shape-query", "Send Test Call"],
      ["lead", "", "Send Test Lead"],
    ] as const) {
      await page.goto(`${stack.portalUrl}/admin/super/test-tools?${endpoint}=${sample}`);
      const card = page.locator(`#${endpoint}`);
      await card.getByRole("button", { name: button }).click();
      await expect(card.getByText("HTTP 200")).toBeVisible();
      const command =
        (await card.getByRole("figure", { name: "As a cURL command" }).locator("pre").textContent()) ?? "";
      expect(command).not.toContain("s3cret");
      const sent = runInBash(command, secret);
      expect(sent, command).toMatchObject({ status: "200", body: expect.stringContaining('"outcome":"duplicate"') });
      expect(runInBash(command, "another").status, "with a wrong secret").toBe("401");
    }
    const examples = page.locator("section").filter({ hasText: "cURL examples" }).locator("pre");
    await expect(examples).toHaveCount(3);
    for (const command of await examples.allTextContents()) {
      expect(runInBash(command, secret), command).toMatchObject({ status: "200" });
    }
  });

  test("the secret is on the set-up page once an admin has asked for it, and the audit says so", async ({ page }) => {
    await signIn(page, stack);
    await page.goto(`${stack.portalUrl}/admin/super/setup`);
    expect(await page.content()).not.toContain("s3cret");
    await page.locator("#calls").getByRole("button", { name: "Show the secret" }).click();
    await expect(page.locator("#calls").getByText(`x-webhook-secret: ${secret}`)).toBeVisible();
    expect(page.url()).not.toContain("s3cret");
    await page.goto(`${stack.portalUrl}/admin/super/audit?action=show+webhook+secret`);
    await expect(page.getByRole("cell", { name: "Viewed the webhook secret" }).first()).toBeVisible();
    expect(await page.content()).not.toContain("s3cret");
  });
});
