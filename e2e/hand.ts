import type { Locator, Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

/** The limit for each job of a working day. */
const MOST_CLICKS = 3;

/** Does what a person does, and counts it. */
export function handOf(page: Page) {
  let clicks = 0;
  return {
    click: async (target: Locator) => {
      clicks += 1;
      await target.click();
    },
    search: async (text: string) => {
      clicks += 1;
      await page.getByRole("search", { name: "Search everything" }).getByRole("searchbox").fill(text);
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/\/admin\/super\/search\?search=/);
    },
    expectFew: () => expect(clicks, "clicks").toBeLessThanOrEqual(MOST_CLICKS),
  };
}
