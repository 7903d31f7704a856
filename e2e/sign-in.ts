import type { Page } from "@playwright/test";
import { expect } from "./fixtures.ts";
import type { Stack } from "./stack.ts";

/** Signs the page's browser in by a one-time link, without opening a page. */
export async function signIn(page: Page, stack: Stack): Promise<void> {
  const answer = await page.request.get(await stack.signInLink(), { maxRedirects: 0 });
  expect(answer.headers().location, "signed in").toBe("/admin/super");
}
