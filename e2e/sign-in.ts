import type { Page } from "@playwright/test";
import type { Stack } from "./stack.ts";

/** Signs the page's browser in by a one-time link. */
export async function signIn(page: Page, stack: Stack): Promise<void> {
  await page.goto(await stack.signInLink());
  await page.waitForURL(/\/admin\/super$/);
}
