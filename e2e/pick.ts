import type { Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

/** Picks values of a filter of which several can be picked; with `isNot` to leave them out. */
export async function pick(page: Page, label: string, values: string[], { isNot = false } = {}): Promise<void> {
  const group = page.getByRole("group", { name: label, exact: true });
  const button = page.locator(`summary[aria-label^="${label}:"]`);
  if (!(await group.isVisible())) await button.click();
  for (const value of values) await group.getByRole("checkbox", { name: value, exact: true }).check();
  if (isNot) await group.getByRole("combobox").selectOption("is not");
  // The page of what was picked may come meanwhile and take the click.
  await expect(async () => {
    if (await group.isVisible()) await button.click();
    await expect(group).toBeHidden({ timeout: 1000 });
  }).toPass();
}
