import { expect, test } from "./fixtures.ts";
import { pick } from "./pick.ts";
import { signIn } from "./sign-in.ts";
import { untilSearched } from "./until-searched.ts";

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
  await page.goto("/admin/super");

  await page.getByRole("tab", { name: "Webhook Logs" }).click();
  await pick(page, "Type", ["Call"]);
  await pick(page, "Outcome", ["Invalid"]);
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
  await expect(reading).toContainText("Length61");
  await expect(page.locator("body")).not.toContainText("hush-hush");
});

test("wrong parameters are named and ignored, and never break the page", async ({ page, stack }) => {
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
  await expect(page.getByText("Not understood: outcome")).toBeVisible();
  expect((await page.goto("/admin/super/webhook-logs/not-an-id"))?.status()).toBe(404);
  expect((await page.goto("/admin/super/calls/nobody"))?.status()).toBe(404);
});

test("a search finds deliveries by what they are about, and marks what it does not understand", async ({
  page,
  stack,
}) => {
  const post = (data: object) => page.request.post("/api/webhooks/convoso", { data });
  await post({ call_id: "search-1", agent_name: "Quentin Zorn", disposition: "SALE", duration: 300, list_id: "812" });
  await post({ call_id: "search-2", agent_name: "Quentin Zorn", disposition: "NI", duration: 20, list_id: "813" });
  await signIn(page, stack);
  await page.goto("/admin/super/webhook-logs");
  const rows = page.locator("tbody tr");
  for (const [search, found] of [
    ["agent:quentin duration>60", "search-1"],
    ["agent:quentin -disposition:SALE", "search-2"],
    ['{"list_id": 813}', "search-2"],
  ] as const) {
    await page.getByRole("searchbox", { name: "Search" }).fill(search);
    await page.getByRole("button", { name: "Filter" }).click();
    await untilSearched(page, search); // the list before may look the same
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText(found);
  }
  const box = page.getByRole("searchbox", { name: "Search" });
  await box.fill("agent:quentin colour:red");
  await box.press("Enter");
  await expect(page.locator("mark")).toHaveText("colour:red");
  await expect(box, "one continues typing").toBeFocused();
  await page.goBack();
  await expect(box).toHaveValue('{"list_id": 813}');
  await page.goForward();
  await expect(page.locator("mark")).toHaveText("colour:red");
  await expect(box).toHaveValue("agent:quentin colour:red");
  await expect(page.getByText("The search is not valid")).toBeVisible();
  await page.getByText("How to search").click();
  await page.getByRole("link", { name: "-disposition:SALE" }).click();
  await expect(page.getByRole("searchbox", { name: "Search" })).toHaveValue("-disposition:SALE");
  await expect(rows.filter({ hasText: "search-2" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "search-1" })).toHaveCount(0);
});

test("the list follows live: rows come in by themselves, wait while one reads further down, and while it is paused", async ({
  page,
  stack,
}) => {
  const post = (call_id: string) =>
    page.request.post("/api/webhooks/convoso", { data: { call_id, agent_name: "Tail Ann" } });
  await post("tail-0");
  await signIn(page, stack);
  await page.goto("/admin/super/webhook-logs?search=agent:%22Tail+Ann%22");
  await page.getByRole("link", { name: "Follow live" }).click();
  await expect(page).toHaveURL(/live=1/);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const rows = page.locator("tbody tr");
  await expect(rows).toHaveCount(1);
  await post("tail-1");
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText("tail-1");

  await page.getByRole("button", { name: "Pause" }).click();
  await post("tail-2");
  await page.getByRole("button", { name: "1 new" }).click();
  await expect(rows).toHaveCount(3);
  await page.getByRole("button", { name: "Resume" }).click();

  await page.setViewportSize({ width: 390, height: 300 });
  await page.evaluate(() => window.scrollTo(0, 500));
  await post("tail-3");
  const waiting = page.getByRole("button", { name: "1 new" });
  await expect(waiting).toBeVisible();
  expect(await page.evaluate(() => window.scrollY)).toBe(500);
  await expect(rows).toHaveCount(3);
  await waiting.click();
  await expect(rows.first()).toContainText("tail-3");
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("searches work all the same, and nothing pretends to be live", async ({ page, stack }) => {
    await page.request.post("/api/webhooks/convoso-leads", { data: { lead_id: "plain-1", first_name: "Ottilie" } });
    await signIn(page, stack);
    await page.goto("/admin/super/webhook-logs?live=1");
    await page.getByRole("searchbox", { name: "Search" }).fill("lead:plain-1 ottilie");
    await page.getByRole("button", { name: "Filter" }).click();
    await expect(page.locator("tbody tr")).toHaveCount(1);
    await expect(page.getByText("Follow live")).toBeHidden();
    await page.getByRole("searchbox", { name: "Search" }).fill("lead:");
    await page.getByRole("button", { name: "Filter" }).click();
    await expect(page.getByText("“lead” needs a value")).toBeVisible();
  });
});
