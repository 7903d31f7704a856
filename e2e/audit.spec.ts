import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";

test.use({ javaScriptEnabled: false });

test("the audit tells who signed in, who could not, and who played which recording", async ({ page, stack }) => {
  const call = stack.simulator.placeCall({ lengthSeconds: 20, recordingDelaySeconds: 0 });
  await stack.simulator.deliver(call, { withRecording: true });
  await page.goto("/sign-in?token=no-such-token");
  await page.getByRole("button", { name: "Sign in with this link" }).click();
  await expect(page.locator("[aria-invalid]")).toBeVisible();
  await page.goto("/sign-in");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await signIn(page, stack);
  await page.goto("/admin/super");
  for (const range of ["bytes=0-99", "bytes=100-199"]) {
    await page.request.get(`/admin/super/calls/${call.id}/recording`, { headers: { range } });
  }

  await page.getByText("More", { exact: true }).click();
  await page.getByRole("link", { name: "Audit" }).click();
  const row = (text: string) => page.getByRole("row").filter({ hasText: text });
  await expect(row("Signed in").first()).toContainText("by: one-time link");
  await expect(row("Sign-in refused").filter({ hasText: "by: one-time link" })).toContainText("127.0.0.1");
  await expect(row("Sign-in refused").filter({ hasText: "by: password" })).toContainText("unknown");
  await expect(row("Played the recording of call"), "all its parts are one play").toHaveCount(1);

  await page.getByLabel("Action").selectOption({ label: "Played the recording of call" });
  await page.getByLabel("When").selectOption("Custom");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByLabel("From", { exact: true }).fill("2001-01-01");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await page.getByRole("link", { name: call.id }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Call ${call.id}` })).toBeVisible();

  await page.goto("/admin/super");
  const recent = page.getByRole("region", { name: "Recent actions" });
  await expect(recent.getByText("Played the recording of call"), "the Overview says the same").toBeVisible();
  await expect(recent.getByRole("link", { name: call.id })).toBeVisible();

  await page.goto("/admin/super/audit?to=2001-01-01");
  await expect(page.getByText("No entry matches")).toBeVisible();
});
