import type { Page } from "@playwright/test";
import { expect } from "./fixtures.ts";
import type { Stack } from "./stack.ts";

/** Signs the page's browser in by a one-time link, without opening a page. */
export async function signIn(page: Page, stack: Stack): Promise<void> {
  const token = new URL(await stack.signInLink()).searchParams.get("token") ?? "";
  const answer = await page.request.post(`${stack.portalUrl}/sign-in`, { form: { token }, maxRedirects: 0 });
  expect(answer.headers().location, "signed in").toBe("/admin/super");
}
