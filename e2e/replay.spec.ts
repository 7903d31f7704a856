import { expect, test } from "./fixtures.ts";
import { query } from "./query.ts";
import { signIn } from "./sign-in.ts";

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false, colorScheme: "dark", viewport: { width: 390, height: 844 } });

  test("chosen deliveries are replayed after a dry run that changes nothing, and the way leads back to the same list", async ({
    page,
    request,
    stack,
  }) => {
    for (const nth of [1, 2, 3]) {
      const data = { call_id: `chosen-${nth}`, agent_name: "Choosy Ann", disposition: "SALE" };
      await request.post("/api/webhooks/convoso", { data });
    }
    await query(stack, "delete from calls where call_id like 'chosen-%'");
    const jobs = "select graphile_worker.remove_job('fetch_recording:chosen-' || n) from generate_series(1, 3) as n";
    await query(stack, jobs); // the worker may have had no time for them yet
    await signIn(page, stack);
    await page.goto("/admin/super/webhook-logs?search=agent:%22Choosy+Ann%22&type=call");
    await page.getByRole("checkbox").nth(0).check();
    await page.getByRole("checkbox").nth(1).check();
    await page.locator("summary", { hasText: "Replay" }).click();
    await page.getByRole("button", { name: "Replay chosen…" }).click();
    await expect(page.getByText("2 deliveries were tried")).toBeVisible();
    await expect(page.getByText("2 calls created")).toBeVisible();
    await expect(page.getByText("2 jobs queued")).toBeVisible();
    const made = "select call_id from calls where call_id like 'chosen-%' order by 1";
    expect(await query(stack, made)).toEqual([]);

    await page.getByRole("button", { name: "Replay 2" }).click();
    await expect(page.getByRole("heading", { name: /^Replay \d+/ })).toBeVisible();
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole("heading", { level: 1 })).toContainText("Finished", { timeout: 500 });
    }).toPass();
    await expect(page.getByRole("link", { name: "Call chosen-3" })).toBeVisible();
    expect(await query(stack, made)).toEqual([{ call_id: "chosen-2" }, { call_id: "chosen-3" }]);
    await page.getByRole("link", { name: "Back to the list" }).click();
    await expect(page).toHaveURL(/search=agent.*Choosy.*type=call/);

    await page.goto("/admin/super/replays/new");
    await expect(page.getByText("Nothing is chosen")).toBeVisible();
    await page.goto("/admin/super/webhook-logs?search=nonsense:x");
    expect((await page.goto("/admin/super/replays/new?all=1&search=nonsense:x"))?.status()).toBe(200);
    await expect(page.getByText("Nothing is chosen"), "a search that is not understood means nothing").toBeVisible();
  });
});

test("a delivery says what it changed and how it differs, all that match are replayed live, and one is sent edited", async ({
  page,
  request,
  stack,
}) => {
  const post = async (data: object) => (await request.post("/api/webhooks/convoso", { data })).json();
  await post({ call_id: "story-1", agent_name: "Story Ann", status: "NI", length_in_sec: 20, mood: "bad" });
  const { event_id } = await post({ call_id: "story-1", agent_name: "Story Ann", status: "SALE", duration: 20 });
  await signIn(page, stack);

  await page.goto(`/admin/super/webhook-logs/${event_id}`);
  const changed = page.getByRole("table", { name: "Fields of the call before and after" });
  await expect(changed.getByRole("row").filter({ hasText: "disposition" })).toContainText("NISALE");
  const differing = page.getByRole("table", { name: "Fields that differ" });
  await expect(differing.getByRole("row").filter({ hasText: "mood" })).toContainText("Removed");
  await expect(differing.getByRole("row").filter({ hasText: "duration" })).toContainText("Other key");
  await page.getByRole("link", { name: "← Previous" }).click();
  await expect(page.getByText("created", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: /^Compare with that of/ }).click();
  await expect(page).toHaveURL(new RegExp(`against=${event_id}`));
  await expect(differing.getByRole("row").filter({ hasText: "mood" })).toContainText("Added");

  await query(stack, "delete from calls where call_id = 'story-1'");
  await page.goto("/admin/super/webhook-logs?search=agent:%22Story+Ann%22");
  await page.getByRole("button", { name: "Replay all that match…" }).click();
  await expect(page.getByText("1 call created")).toBeVisible();
  await page.getByRole("button", { name: "Replay 2" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Finished"); // without a reload
  await expect(page.getByText("Changed (2)")).toBeVisible();
  await page.goto("/admin/super/calls/story-1");
  await expect(page.getByText("SALE").first()).toBeVisible();

  await page.goto(`/admin/super/webhook-logs/${event_id}`);
  await page.getByRole("link", { name: "Edit and replay…" }).click();
  await page.getByRole("textbox", { name: "Body" }).fill('{"call_id":"story-1","status":"XFER"}');
  await page.getByRole("button", { name: "Dry run" }).click();
  await expect(page.getByText("1 call changed")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Body" })).toHaveValue(/XFER/);
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("The edited delivery is stored and applied")).toBeVisible();
  await expect(page.getByText("Edited copy of")).toBeVisible();
  await expect(page).not.toHaveURL(new RegExp(event_id));
  const rows = await query(stack, "select action from audit_log where action like 'replay%' order by id desc limit 2");
  expect(rows).toEqual([{ action: "replay edited delivery" }, { action: "replay deliveries" }]);
});
