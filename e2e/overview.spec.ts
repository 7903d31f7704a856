import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";
import { lookAt, watch } from "./watch-page.ts";

const postCall = (page: Page, data: object) => page.request.post("/api/webhooks/convoso", { data });

/** How many rows a list has on all its pages. */
async function countRows(page: Page, list: string): Promise<number> {
  let rows = 0;
  for (let next: string | undefined = list; next; ) {
    const html: string = await (await page.request.get(next)).text();
    rows += Math.max(0, (html.match(/<tr role="row"/g)?.length ?? 0) - 1); // but for the head
    const link = html.match(/<a [^>]*rel="next"[^>]*>/)?.[0].match(/href="([^"]+)"/)?.[1];
    next = link && new URL(link.replaceAll("&amp;", "&"), new URL(next, "http://portal.test")).href.slice(18);
  }
  return rows;
}

/** Every figure of the page that leads to a list: what it says, and where it leads. */
async function listFigures(page: Page): Promise<[figure: number, list: string][]> {
  const found = await page.locator('main a[href*="?"]:not(svg a)').evaluateAll((links) =>
    links.map((link) => {
      const item = link.closest("#attention li");
      return [(item ?? link).textContent ?? "", link.getAttribute("href") ?? ""] as const;
    }),
  );
  return found.flatMap(([text, list]) => {
    const figure = text.replaceAll(",", "").match(/\d+/)?.[0];
    const isOfRows = /^\/admin\/super\/(webhook-logs|leads|calls)\?/.test(list) && !list.includes("status:429");
    return isOfRows && figure ? [[Number(figure), list] as [number, string]] : [];
  });
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("each figure leads to a list of exactly that many rows", async ({ page, stack }) => {
    test.setTimeout(300_000);
    await stack.simulator.history(10);
    await postCall(page, { call_id: "test-left-out", disposition: "SALE" });
    await postCall(page, { lead_id: "misrouted-1", first_name: "Ann" });
    await page.request.post("/api/webhooks/convoso", { headers: { "content-type": "application/json" }, data: "{" });
    await signIn(page, stack);
    const waiting = page.getByRole("region", { name: "All recordings" }).locator('a[href$="recording=waiting"]');
    await expect(async () => {
      await page.goto("/admin/super?range=this-week");
      await expect(waiting).toHaveText("0", { timeout: 500 });
    }).toPass();
    const figures = await listFigures(page);
    expect(figures.length).toBeGreaterThan(40);
    const lists = new Map(figures.map(([figure, list]) => [list, figure]));
    const wrong: string[] = [];
    for (const [list, figure] of lists) {
      const rows = await countRows(page, list);
      if (rows !== figure) wrong.push(`${figure} says the Overview, ${rows} rows has ${list}`);
    }
    expect(wrong).toEqual([]);
    await page.getByRole("link", { name: "Include test data" }).click();
    await expect(page).toHaveURL(/test=yes/);
    const deliveries = page
      .getByRole("region", { name: "Deliveries", exact: true })
      .getByRole("link", { name: /deliveries$/ });
    const all = Number.parseInt((await deliveries.textContent()) ?? "", 10);
    expect(await countRows(page, (await deliveries.getAttribute("href")) ?? "")).toBe(all);
  });

  test("a span of one's own is typed in, and one that makes no sense is said where it was typed", async ({
    page,
    stack,
  }) => {
    test.setTimeout(90_000);
    await postCall(page, { call_id: "span-1" });
    await signIn(page, stack);
    await page.goto("/admin/super");
    await page.getByRole("link", { name: "Custom" }).click();
    await page.getByLabel("From", { exact: true }).fill("2026-03-07");
    await page.getByLabel("From, time").fill("10:10 am");
    await page.getByLabel("Until", { exact: true }).fill("2026-03-08");
    await page.getByLabel("Until, time").fill("");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByText("Mar 7, 10:00 – Mar 9, 2026, 00:00")).toBeVisible();
    await page.getByLabel("Until", { exact: true }).fill("2026-03-01");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByLabel("Until", { exact: true })).toHaveAccessibleDescription(
      "This must be later than the start.",
    );
    await expect(page.getByLabel("From", { exact: true })).toHaveValue("2026-03-07");
    await expect(page.getByLabel("From, time")).toHaveValue("10:10");
    await page.getByLabel("From, time").fill("noon");
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByLabel("From", { exact: true })).toHaveAccessibleDescription(/Enter a valid date/);
    await page.goto("/admin/super?from=yesterday");
    await expect(page.getByLabel("From", { exact: true })).toHaveAccessibleDescription(/Enter a valid date/);
    await expect(page.getByText("The page shows the last day.")).toBeVisible();
  });
});

test("the page follows what comes in, and nothing moves under the reader", async ({ page, stack }) => {
  test.setTimeout(240_000);
  await postCall(page, { call_id: "live-1", disposition: "SALE", campaign: "Solar", agent_name: "Jane Roe" });
  await signIn(page, stack);
  const faults = watch(page, stack.portalUrl);
  // A span that stays: that of a preset moves on at a full quarter of an hour, and with it what is counted.
  const [from, to] = [-1, 1].map((hours) => new Date(Date.now() + hours * 3_600_000).toISOString());
  await page.goto(`/admin/super?from=${from}&to=${to}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const calls = page.getByRole("region", { name: "Calls", exact: true });
  const figure = calls.getByRole("link", { name: /calls$/ });
  const before = Number.parseInt((await figure.textContent()) ?? "", 10);
  await calls.locator("summary").click();
  const agents = page.getByRole("heading", { name: "Agents" });
  await agents.scrollIntoViewIfNeeded();
  await calls.locator("summary").focus();
  const placed = async () => ({
    scroll: await page.evaluate(() => window.scrollY),
    agents: (await agents.boundingBox())?.y,
    height: await page.evaluate(() => document.querySelector("#attention")?.getBoundingClientRect().top),
  });
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  const there = await placed();
  await postCall(page, { call_id: "live-2", disposition: "NI", campaign: "Wind", agent_name: "John Doe" });
  await expect(figure).toHaveText(`${before + 1} calls`);
  expect(await placed()).toEqual(there);
  expect(await page.evaluate(() => "isSamePage" in window)).toBe(true);
  await expect(calls.locator("details")).toHaveAttribute("open");
  await expect(calls.locator("summary")).toBeFocused();
  expect([...faults, ...(await lookAt(page, "with a table open"))]).toEqual([]);
  await page.goto("/admin/super?from=2026-03-09&to=nonsense");
  expect(await lookAt(page, "with a fault")).toEqual([]);
});

test("a page that cannot be told of changes says that it is not up to date", async ({ page, stack }) => {
  await signIn(page, stack);
  await page.route("**/admin/super/live*", (route) => route.abort());
  await page.goto("/admin/super");
  await expect(page.getByText(/^Connection lost/)).toBeVisible();
});
