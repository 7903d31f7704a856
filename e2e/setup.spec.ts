import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";
import { startStack } from "./stack.ts";

const call = { call_log_id: "9004200777", length_in_sec: "12", status: "SALE" };

test("the set-up page says what to type into Convoso, and turns green when the first real delivery arrives", async ({
  page,
}) => {
  const stack = await startStack(93); // one that no other journey has sent a call to
  try {
    await signIn(page, stack);
    await page.goto(`${stack.portalUrl}/admin/super`);
    await page.getByRole("link", { name: "Set up Convoso" }).first().click();
    const calls = page.getByRole("region", { name: "Calls" });
    await expect(calls.getByText(`${stack.portalUrl}/api/webhooks/convoso`, { exact: true })).toBeVisible();
    await expect(calls.getByRole("row", { name: "Call Log Info length_in_sec duration" })).toBeVisible();
    await expect(calls.getByText("Waiting for the first real call")).toBeVisible();
    await page.setViewportSize({ width: 390, height: 844 });
    const names = calls.getByRole("table").locator("code");
    const heights = await names.evaluateAll((all) => all.map((name) => name.getClientRects().length));
    expect(new Set(heights), "no name is broken into pieces on a phone").toEqual(new Set([1]));
    await page.setViewportSize({ width: 1280, height: 720 });
    await expect(page.getByText(/^Convoso cannot reach http:\/\/127/)).toBeVisible();

    const api = page.getByRole("region", { name: "Convoso's API" });
    const section = (name: string) => api.getByRole("row").filter({ hasText: name });
    await expect(section("Call log")).toContainText("Never tried");
    await expect(section("Call log")).toContainText("Call Logs: search");
    stack.simulator.fail({ kind: "403", path: "users/search" });
    await api.getByRole("button", { name: "Check the connection" }).click();
    await expect(section("Users")).toContainText("Refused");
    await expect(section("Users")).toContainText("does not allow this auth token");
    await expect(section("Call log")).toContainText("Works");
    await expect(section("Leads")).toContainText("Works");
    await api.getByRole("button", { name: "Read the names now" }).click();
    await expect(section("Users")).toContainText("12 names were read");
    await expect(page.getByText(/Convoso's times do not match/)).toBeHidden();

    const post = (data: object | string) =>
      page.request.post(`${stack.portalUrl}/api/webhooks/convoso`, {
        headers: { "Content-Type": "application/json" },
        data,
      });
    await post({ ...call, call_log_id: "test-777" });
    await post("{");
    await expect(calls.getByText("The latest delivery could not be read")).toBeVisible();
    await expect(calls.getByText("Waiting for the first real call")).toBeVisible(); // a test is nothing real
    await post(call);
    await expect(calls.getByText("Working: calls arrive")).toBeVisible();
    const received = (field: string) => calls.getByRole("row").filter({ hasText: field }).getByRole("cell").last();
    await expect(received("length_in_sec")).toContainText("✓ as length_in_sec");
    await expect(received("call_log_id")).toHaveText("✓");
    await expect(received("agent_comment")).toHaveText("not yet");
    await expect(calls.getByText("The latest delivery could not be read")).toBeHidden();
    await expect(
      page.getByRole("region", { name: "Leads" }).getByText("Waiting for the first real lead"),
    ).toBeVisible();
  } finally {
    await stack.stop();
  }
});
