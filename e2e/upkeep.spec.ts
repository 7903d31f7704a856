import { expect, test } from "./fixtures.ts";
import { query } from "./query.ts";
import { signIn } from "./sign-in.ts";

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("an admin erases a person: first the rows are named, then they are gone, and a certificate is left", async ({
    page,
    request,
    stack,
  }) => {
    const phone_number = "(213) 555-0142";
    await request.post("/api/webhooks/convoso-leads", { data: { lead_id: "E1", first_name: "Zenobia", phone_number } });
    const other = { lead_id: "E1-other", first_name: "Ottokar", phone_number };
    await request.post("/api/webhooks/convoso-leads", { data: other });
    await request.post("/api/webhooks/convoso", {
      data: { call_id: "E2", lead_id: "E1", phone_number, status: "SALE" },
    });
    await signIn(page, stack);
    await page.goto("/admin/super/leads?search=Zenobia");
    await page.getByRole("row").filter({ hasText: "Zenobia" }).getByRole("link").first().click();
    await page.getByRole("button", { name: "Erase this person…" }).click();
    expect(page.url(), "no phone in an address").not.toMatch(/555|%2B/);
    const leads = page.getByRole("row").filter({ hasText: "Leads (contacts)" });
    await expect(leads, "what the worker found comes up without a reload").toContainText("1", { timeout: 20_000 });
    await expect(page.getByRole("row").filter({ hasText: "Deliveries (call_events)" })).toContainText("2");

    await expect(page.getByRole("checkbox", { name: "Zenobia" })).toBeChecked();
    const ottokar = page.getByRole("checkbox", { name: "Ottokar" });
    await expect(ottokar, "who only shares the number").not.toBeChecked();
    await ottokar.check();
    await page.getByRole("button", { name: "Show what this selection would erase" }).click();
    await expect(leads).toContainText("2", { timeout: 20_000 });
    await expect(page.getByText(/^For .* Zenobia .* Ottokar /)).toBeVisible();
    await ottokar.uncheck();
    await page.getByRole("checkbox", { name: "right person" }).check();
    await page.getByRole("button", { name: "Erase permanently" }).click();
    await expect(page.getByText("You changed the selection")).toBeVisible({ timeout: 20_000 });
    await expect(leads, "the figures of the new selection come before the erasure").toContainText("1", {
      timeout: 20_000,
    });
    await page.getByRole("checkbox", { name: "right person" }).check();
    await page.getByRole("button", { name: "Erase permanently" }).click();
    await expect(page, "it comes up without a reload").toHaveURL(/\/admin\/super\/erase\/\d+$/, { timeout: 20_000 });
    await expect(page.getByRole("heading", { name: "Certificate of erasure" })).toBeVisible();
    await expect(page.locator("main")).toContainText("2 payloads emptied");
    await expect(page.locator("main")).toContainText("nothing was found except what other leads have as their own.");
    await expect(page.locator("body")).not.toContainText(/555|Zenobia/);
    const erasedAt = page.locator("time");
    await expect(erasedAt, "as on every page").toHaveText(/^\w{3} \d+, \d{4}, .* P[DS]T$/);
    await expect(erasedAt, "and exactly").toHaveAttribute("title", /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

    await page.goto("/admin/super/leads?search=Zenobia");
    await expect(page.getByText("Zenobia", { exact: true })).toHaveCount(0);
    await page.goto("/admin/super/calls/E2");
    await expect(page.getByText("SALE").first()).toBeVisible();
    await page
      .getByRole("table", { name: /Deliveries about this call/ })
      .getByRole("link")
      .first()
      .click();
    await expect(page.getByText(/Erased at a person's request on/)).toBeVisible();
  });

  test("a delivery that failed is replayed from its page", async ({ page, request, stack }) => {
    const answer = await request.post("/api/webhooks/convoso", { data: { call_id: "F1", status: "SALE" } });
    const { event_id } = await answer.json();
    await query(stack, "delete from calls where call_id = 'F1'");
    await query(
      stack,
      `update call_events set outcome = 'failed', call_id = null, error = 'Our fault.', apply_attempts = 5 where id = '${event_id}'`,
    );
    await signIn(page, stack);
    await page.goto("/admin/super");
    await page.getByRole("link", { name: "delivery failed because of an error in the portal" }).click();
    await expect(page.getByRole("link", { name: "Replay 1 failed…" })).toBeVisible();
    await page.getByRole("table").getByRole("link").first().click();
    await page.getByRole("link", { name: "Replay…", exact: true }).click();
    await expect(page.getByText("1 call created")).toBeVisible();
    await page.getByRole("button", { name: "Replay now" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Processed");
    await expect(page.getByRole("link", { name: "F1", exact: true })).toBeVisible();
  });

  test("a job that failed permanently is on the Overview, and can be run again", async ({ page, stack }) => {
    await query(
      stack,
      `select graphile_worker.add_job('fetch_recording', '{"callId": 7}', job_key => 'poison', max_attempts => 1)`,
    );
    await signIn(page, stack);
    await page.goto("/admin/super");
    const link = page.getByRole("link", { name: "job failed permanently" });
    await expect(async () => {
      await page.reload();
      await expect(link).toBeVisible({ timeout: 500 });
    }).toPass();
    await link.click();
    await expect(page.getByRole("row").filter({ hasText: "poison" })).toContainText("expected string");
    await query(stack, `update graphile_worker._private_jobs set payload = '{"callId": "gone"}' where key = 'poison'`);
    await page.getByRole("button", { name: "Run poison again" }).click();
    await expect(page.getByText("No job has failed permanently")).toBeVisible();
  });
});
