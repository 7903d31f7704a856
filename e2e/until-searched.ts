import type { Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

/** Waits until the page of this search is there. What is typed while it is on its way is replaced by it. */
export async function untilSearched(page: Page, search: string): Promise<void> {
  await expect(page).toHaveURL((url) => url.searchParams.get("search") === search);
  await expect(page.getByRole("progressbar", { name: "Loading" })).toHaveCount(0);
}
