import { makeRows } from "./fill-path.ts";
import { expect, test } from "./fixtures.ts";
import { openFinder } from "./open-finder.ts";
import { signIn } from "./sign-in.ts";
import { type Faults, lookAt } from "./watch-page.ts";

const LISTS = [
  "",
  "webhook-logs",
  "leads",
  "calls",
  "agents",
  "campaigns",
  "ledger/differences",
  "audit",
  "dispositions",
];

/** Menus that differ from list to list; all others are looked at once. */
const OWN = /^(Columns|Views)/;

test("every menu of the lists is accessible and inside the window while it is open", async ({ page, stack }) => {
  test.setTimeout(600_000);
  const { contactId } = await makeRows(stack);
  await signIn(page, stack);
  const faults: Faults = [];
  const seen = new Set<string>();
  for (const path of [...LISTS, `leads/${contactId}`]) {
    await page.goto(`/admin/super/${path}`);
    await expect(page.locator("h1")).toBeVisible();
    const menus = page.locator("details:not(.fold) > summary");
    const labels = await menus.allTextContents();
    for (const [nth, label] of labels.entries()) {
      const key = OWN.test(label) ? `${path} ${label}` : label.replace(/\d+/g, "");
      if (seen.has(key)) continue;
      seen.add(key);
      await test.step(key, async () => {
        const all = await menus.nth(nth).evaluate((summary) => {
          for (let at = summary.parentElement; at; at = at.parentElement)
            if (at instanceof HTMLDetailsElement) at.open = true;
          return summary.parentElement?.outerHTML.length ?? 0;
        });
        expect(all, "it has a content").toBeGreaterThan(100);
        faults.push(...(await lookAt(page, `/${path}, ${label} open`)));
        await page.evaluate(() => {
          for (const details of document.querySelectorAll("details")) details.open = false;
        });
      });
    }
  }
  await page.goto("/admin/super/calls");
  const finder = await openFinder(page);
  await page.keyboard.type("a");
  await expect(finder.getByRole("link").first()).toBeVisible();
  faults.push(...(await lookAt(page, "the search of everything, with results")));
  console.log(`    ${seen.size} menus were opened`);
  expect(seen.size).toBeGreaterThan(12);
  expect(faults).toEqual([]);
});
