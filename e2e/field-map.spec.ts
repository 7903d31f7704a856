import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a lead whose phone came under a name of the account's own gets it: map, try, save, replay", async ({
    page,
    request,
    stack,
  }) => {
    const lead = { lead_id: "fm-1", first_name: "Mapa", last_name: "Nova", "Best number": "239-555-0142" };
    const { event_id } = await (await request.post("/api/webhooks/convoso-leads", { data: lead })).json();
    await signIn(page, stack);
    await page.goto(`/admin/super/webhook-logs/${event_id}`);
    await page.getByRole("link", { name: "Map Best number" }).click();
    await expect(page.getByRole("heading", { name: "Field map" })).toBeVisible();

    await page.getByLabel("What “Best number” means").selectOption({ label: "Phone" });
    await page.getByLabel("Another key").fill("Day number");
    await page.getByRole("button", { name: "Try on the latest deliveries" }).click();
    await expect(page.getByRole("alert")).toContainText("Choose what “Day number” means");
    await page.getByLabel("Meaning", { exact: true }).selectOption({ label: "Phone" });
    await page.getByRole("button", { name: "Try on the latest deliveries" }).click();
    await expect(page.getByText("If several have a value, the first one wins")).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: "+12395550142" })).toContainText("Phone");
    await expect(page.getByText("No version yet")).toBeVisible();

    await page.getByLabel("Note for the audit").fill("The form of the landing page");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Version 1 is saved")).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: "The form of the landing page" })).toContainText("in use");
    const replay = page.getByRole("listitem").filter({ hasText: "Best number: 1 delivery has it." });
    await replay.getByRole("link", { name: "Replay 1…" }).click();
    await page.getByRole("button", { name: "Replay 1" }).click();
    await expect(async () => {
      await page.reload();
      await expect(page.getByRole("heading", { level: 1 })).toContainText("Finished", { timeout: 500 });
    }).toPass();

    await page.goto(`/admin/super/webhook-logs/${event_id}`);
    await expect(page.getByRole("row").filter({ hasText: "Best number" })).toContainText("Phone");
    const map = page.getByRole("link", { name: "version 1" });
    await expect(map).toHaveAttribute("href", "/admin/super/field-map?endpoint=lead#version-1");
    await page.getByRole("link", { name: "Mapa Nova" }).first().click();
    await expect(page.getByText(/239.*555.*0142/).first()).toBeVisible();

    const next = { lead_id: "fm-2", "day-number": "239-555-0143" };
    await request.post("/api/webhooks/convoso-leads", { data: next });
    await page.goto("/admin/super/leads?search=2395550143");
    await expect(page.getByText(/239.*555.*0143/).first()).toBeVisible();
  });
});

test("an earlier version is restored as a new one, and a draft that somebody overtook is kept", async ({
  page,
  context,
  stack,
}) => {
  await signIn(page, stack);
  await page.goto("/admin/super/field-map?endpoint=call");
  const other = await context.newPage();
  await other.goto("/admin/super/field-map?endpoint=call");
  const add = async (on: typeof page, key: string) => {
    await on.getByLabel("Another key").fill(key);
    await on.getByLabel("Meaning", { exact: true }).selectOption({ label: "Call id" });
    await on.getByRole("button", { name: "Save" }).click();
  };
  await add(page, "Our number");
  await expect(page.getByText("Version 1 is saved")).toBeVisible();
  await add(other, "Their number");
  await expect(other.getByRole("alert")).toContainText("saved version 1 in the meantime");
  await expect(other.getByLabel("What “Their number” means")).toHaveValue("callId");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("Version 2 is saved")).toBeVisible();
  await other.getByRole("button", { name: "Restore version 1" }).click();
  await expect(other.getByText("Version 3 is saved")).toBeVisible();
  await expect(other.getByLabel("What “Our number” means")).toHaveValue("callId");
});
