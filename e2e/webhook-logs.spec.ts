import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

test("deliveries can be filtered by type and outcome, and each shows exactly what was sent and how it was read", async ({
  page,
  request,
  stack,
}) => {
  const form =
    "call_log_id=77001&lead_id=0&status=NI&length_in_sec=61&call_date=2026-03-02+10%3A00%3A00&agent_full_name=Priya+R";
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  await request.post("/api/webhooks/convoso?key=hush-hush", { headers, data: form });
  await request.post("/api/webhooks/convoso-leads", { data: { lead_id: "88001", first_name: "Ines" } });
  await request.post("/api/webhooks/convoso", { headers: { "Content-Type": "application/json" }, data: "{broken" });
  await signIn(page, stack);

  await page.getByRole("tab", { name: "Webhook Logs" }).click();
  await page.getByLabel("Type").selectOption("call");
  await page.getByLabel("Outcome").selectOption("invalid");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/type=call.*outcome=invalid/);
  const rows = page.locator("tbody tr");
  await expect(rows.filter({ hasNotText: "Invalid" })).toHaveCount(0); // waits until the old list is gone
  await expect(rows.filter({ hasText: "Invalid" }).first()).toBeVisible();
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await expect(page.getByText("{broken")).toBeVisible();

  await page.goto("/admin/super/webhook-logs?type=call&outcome=processed");
  await page.getByRole("row").filter({ hasText: "77001" }).getByRole("link").first().click();
  await expect(page.getByText(form)).toBeVisible();
  const reading = page.getByRole("row").filter({ hasText: "length_in_sec" });
  await expect(reading).toContainText("duration61");
  await expect(page.locator("body")).not.toContainText("hush-hush");
});

test("what the URL says wrongly is named and ignored, and never breaks the page", async ({ page, stack }) => {
  await signIn(page, stack);
  for (const path of [
    "webhook-logs?outcome=nonsense&before=not-an-id",
    "calls?agent=x&before=%00",
    "leads?status=%27",
  ]) {
    const answer = await page.goto(`/admin/super/${path}`);
    expect(answer?.status(), path).toBe(200);
  }
  await page.goto("/admin/super/webhook-logs?outcome=nonsense");
  await expect(page.getByText("Left out: outcome")).toBeVisible();
  expect((await page.goto("/admin/super/webhook-logs/not-an-id"))?.status()).toBe(404);
  expect((await page.goto("/admin/super/calls/nobody"))?.status()).toBe(404);
});
