import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";
import type { Stack } from "./stack.ts";

/** A call of this campaign with a recording. @returns its id */
async function placeCall(stack: Stack, campaign: string): Promise<string> {
  const call = stack.simulator.placeCall({
    ...{ lead: stack.simulator.addLead(), lengthSeconds: 60, disposition: "SALE", recordingDelaySeconds: 0, campaign },
  });
  await stack.simulator.deliver(call, { withRecording: true });
  return call.id;
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("rules are previewed before they are saved, and the call's page says until when and why", async ({
    page,
    stack,
  }) => {
    const id = await placeCall(stack, "Kept calls");
    await signIn(page, stack);
    await page.goto("/admin/super/retention");
    await expect(page.getByText("There is no rule yet, so no recording is ever deleted.")).toBeVisible();
    await page.getByLabel("Name of another rule").fill("sales");
    await page.getByLabel("Keep", { exact: true }).fill("10");
    await page.getByLabel("Campaign").fill("Kept call");
    await page.getByRole("button", { name: "Preview" }).click();
    await expect(page.getByRole("row").filter({ hasText: "sales" })).toContainText("This rule matches no recording");
    await expect(page.getByText("One rule matches no recording.")).toBeVisible();
    await page.getByLabel("Campaign").first().fill("Kept calls");
    await expect(page.getByLabel("Direction").first().getByRole("option")).toHaveText([
      ...["Any", "Outbound", "Inbound", "Manual", "3-way"],
    ]);
    await page.getByRole("button", { name: "Preview" }).click();
    const preview = page.getByRole("table", { name: "The rules as typed" });
    await expect(preview.getByRole("row").filter({ hasText: "sales" })).toContainText("10 years");
    await expect(page.getByText("Nothing would be deleted tonight")).toBeVisible();
    await page.getByRole("button", { name: "Save these rules" }).click();
    await expect(page.getByText("The rules are saved")).toBeVisible();
    await page.goto(`/admin/super/calls/${id}`);
    await expect(page.getByText(/Kept until 20\d\d-\d\d-\d\d, because sales: 10 years\./)).toBeVisible();
    await page.goto("/admin/super/retention");
    await page.getByLabel("Name", { exact: true }).fill("");
    await page.getByLabel("Keep", { exact: true }).first().fill("");
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByRole("button", { name: "Save these rules" }).click();
    await expect(page.getByText("There is no rule yet")).toBeVisible();
  });

  test("a search is put on hold, which its calls say, until an admin ends it", async ({ page, stack }) => {
    const id = await placeCall(stack, "Held calls");
    await signIn(page, stack);
    await page.goto("/admin/super/calls?campaign=Held+calls");
    await page.getByRole("button", { name: "Put on hold… all that match" }).click();
    await page.getByLabel("Case").fill("Quill against us");
    await page.getByLabel("Reason").fill("A letter");
    await page.getByRole("button", { name: "Put on hold" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Quill against us" })).toBeVisible();
    await page.getByRole("link", { name: id }).click();
    await expect(page.getByText("On hold, so nothing is deleted: Quill against us.")).toBeVisible();
    await page.getByRole("link", { name: "Quill against us" }).click();
    await page.getByLabel("This is no longer needed").check();
    await page.getByRole("button", { name: "End the hold" }).click();
    await expect(page.getByText("The hold is ended")).toBeVisible();
    await page.goto(`/admin/super/calls/${id}`);
    await expect(page.getByText("On hold, so nothing")).toHaveCount(0);
  });
});
