import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";
import type { Stack } from "./stack.ts";

/** Calls of this campaign with recordings. @returns their ids */
async function placeCalls(stack: Stack, campaign: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let nth = 0; nth < count; nth++) {
    const call = stack.simulator.placeCall({
      ...{
        lead: stack.simulator.addLead(),
        lengthSeconds: 30,
        disposition: "SALE",
        recordingDelaySeconds: 0,
        campaign,
      },
    });
    await stack.simulator.deliver(call, { withRecording: true });
    ids.push(call.id);
  }
  return ids;
}

/** Has the worker copy what is due at once, and not within a minute. */
async function copyNow(page: Page): Promise<void> {
  await page.goto("/admin/super/at-risk");
  const copy = page.getByRole("button", { name: /^Copy all/ });
  if (await copy.isVisible()) await copy.click();
}

/** Looks at the page of what would be handed over until the archive has so many of the campaign's recordings. */
async function untilArchived(page: Page, campaign: string, count: number): Promise<void> {
  await expect(async () => {
    await page.goto(`/admin/super/calls?campaign=${encodeURIComponent(campaign)}`);
    await page.getByRole("button", { name: "Hand over… all that match" }).click();
    await expect(page.getByRole("heading", { name: new RegExp(`^${count} recordings?,`) })).toBeVisible({
      timeout: 500,
    });
  }).toPass();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("what a search finds is handed over as one zip whose checksums fit, and that is audited", async ({
      page,
      stack,
    }) => {
      const campaign = `Handed over ${javaScriptEnabled}`;
      const ids = await placeCalls(stack, campaign, 2);
      await signIn(page, stack);
      await copyNow(page);
      await untilArchived(page, campaign, 2);
      await page.getByLabel("Purpose").fill("Quill against us");
      await page.getByLabel("Also include what Convoso sent").check();
      await page.getByRole("button", { name: "Prepare the set" }).click();
      await expect(page.getByRole("heading", { level: 1, name: /^Set \d+ Ready$/ })).toBeVisible();
      const set = /\d+$/.exec(page.url())?.[0];
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: /^Download zip/ }).click(),
      ]);

      const dir = mkdtempSync(join(tmpdir(), "portal-handed-over-"));
      execFileSync("unzip", ["-q", await file.path(), "-d", dir]);
      const sums = execFileSync("sha256sum", ["--strict", "-c", "SHA256SUMS"], { cwd: dir, encoding: "utf8" });
      expect(sums.match(/^audio\/.*: OK$/gm)).toHaveLength(2);
      expect(sums.match(/^deliveries\/.*: OK$/gm)).toHaveLength(2);
      const { reason, recordings } = JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8"));
      expect([reason, recordings.map((one: { call_id: string }) => one.call_id).sort()]).toEqual([
        "Quill against us",
        ids.toSorted(),
      ]);
      rmSync(dir, { recursive: true });

      await page.goto("/admin/super/audit");
      const downloaded = page.getByRole("row").filter({ hasText: "Downloaded evidence, set" });
      await expect(downloaded.getByRole("link", { name: set, exact: true })).toBeVisible();
      await page.goto("/admin/super/evidence");
      await expect(page.getByRole("row").filter({ hasText: `Set ${set}` })).toContainText("Quill against us");
    });

    test("copying is paused and resumed, which the Overview, the health and the audit log say", async ({
      page,
      stack,
    }) => {
      const campaign = `Paused ${javaScriptEnabled}`;
      await signIn(page, stack);
      await page.goto("/admin/super/archive");
      await page.getByRole("button", { name: "Pause copying" }).click();
      await expect(
        page.getByText("Nothing is lost: the recordings that wait are copied after you resume."),
      ).toBeVisible();
      const health = await (await page.request.get("/api/admin/health")).json();
      expect(health.archive).toBe("Copying is paused.");
      await page.goto("/admin/super");
      await expect(page.locator("#attention").getByRole("link", { name: "Copying is paused." })).toBeVisible();
      await placeCalls(stack, campaign, 1);
      await copyNow(page);
      await page.goto("/admin/super/archive");
      await expect(page.getByText(/^[1-9]\d*, the oldest calls first$/)).toBeVisible();
      await page.getByRole("button", { name: "Resume copying" }).click();
      await expect(page.getByText("Copying is resumed")).toBeVisible();
      await untilArchived(page, campaign, 1);
      await page.goto("/admin/super/audit");
      await expect(page.getByRole("row").filter({ hasText: "Resumed copying to the archive" }).first()).toBeVisible();
    });
  });
}
