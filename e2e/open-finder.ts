import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

/** Opens the search of everything by its key, with an empty box. */
export async function openFinder(page: Page): Promise<Locator> {
  const dialog = page.getByRole("dialog", { name: "Search everything" });
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(dialog).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("ControlOrMeta+a"); // a second "/" may be in the box
  return dialog;
}
