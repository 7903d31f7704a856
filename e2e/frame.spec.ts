import { PORTAL_PAGES } from "#app/ui/portal-pages.ts";
import { expect, test } from "./fixtures.ts";
import { openFinder } from "./open-finder.ts";
import { signIn } from "./sign-in.ts";

test.describe("without JavaScript, on a phone", () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });

  test("time zone, theme and the other pages are within reach, and what was chosen stays", async ({ page, stack }) => {
    const call = stack.simulator.placeCall({ lengthSeconds: 20 });
    await stack.simulator.deliver(call);
    await signIn(page, stack);
    await page.goto("/admin/super/calls?direction=inbound");
    await page.locator("summary", { hasText: "times in" }).click();
    await page.getByLabel("Time zone").selectOption("UTC");
    await page.getByLabel("Theme").selectOption("dark");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page, "it goes back to where it was").toHaveURL(/\/calls\?direction=inbound$/);
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");

    await page.goto(`/admin/super/calls/${call.id}`);
    await expect(page.locator("time").first()).toContainText("UTC");

    await page.getByText("More", { exact: true }).click();
    await page.getByRole("link", { name: "Account" }).click();
    const zone = page.locator("#view").getByLabel("Time zone");
    await expect(zone).toHaveValue("UTC");
    await zone.selectOption("Asia/Tokyo");
    const saved = page.waitForResponse((answer) => answer.request().method() === "POST");
    await page.locator("#view").getByRole("button", { name: "Save" }).click();
    await saved;
    await page.goto(`/admin/super/calls/${call.id}`);
    await expect(page.locator("time").first()).toContainText("GMT+9");

    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("status")).toHaveText("You are signed out");
    await expect(page.locator("html"), "also where nobody is signed in").toHaveAttribute("data-theme", "dark");
    await page.reload();
    await expect(page.getByRole("status"), "it is said once").toHaveCount(0);
  });

  test("the next page shows the result of an action at its top, once", async ({ page, stack }) => {
    const call = stack.simulator.placeCall({ lengthSeconds: 20 });
    await stack.simulator.deliver(call);
    await signIn(page, stack);
    await page.goto(`/admin/super/calls/${call.id}`);
    await page.getByRole("button", { name: "Fetch again now" }).click();
    await expect(page.getByRole("status")).toContainText(/Recording requested|Nothing is left to search for/);
    await page.getByRole("link", { name: "Dismiss" }).click();
    await expect(page.getByRole("link", { name: "Dismiss" })).toHaveCount(0);
  });
});

test("times may be distances, in the browser's own zone", async ({ browser, stack }) => {
  const context = await browser.newContext({ baseURL: stack.portalUrl, timezoneId: "Europe/Berlin" });
  const page = await context.newPage();
  await stack.simulator.deliver(stack.simulator.placeCall({ lengthSeconds: 20 }));
  await signIn(page, stack);
  await page.goto("/admin/super/calls");
  await page.locator("summary", { hasText: "times in" }).click();
  await page.getByLabel("Time zone").selectOption({ label: "This browser: Europe/Berlin" });
  await page.getByLabel("Times").selectOption("distance");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Europe/Berlin").first()).toBeVisible();
  const first = page.locator("tbody time").first();
  await expect(first).toHaveText(/ago|just now/);
  await expect(first).toHaveAttribute("title", /GMT\+[12]$/);
  await context.close();
});

test("a page becomes alive although keys are pressed while it loads", async ({ page, stack }) => {
  const faults: string[] = [];
  page.on("pageerror", ({ message }) => faults.push(message));
  await page.addInitScript(() => {
    const press = () => document.body?.dispatchEvent(new KeyboardEvent("keydown", { key: "x", bubbles: true }));
    const pressing = setInterval(press, 0);
    addEventListener("load", () => setTimeout(() => clearInterval(pressing), 1000));
  });
  await signIn(page, stack);
  for (const path of ["", "/leads", "/calls", "/test-tools"]) {
    await page.goto(`/admin/super${path}`);
    await openFinder(page);
  }
  expect(faults).toEqual([]);
});

test("single keys go from tab to tab and row to row, never where somebody types, and can be switched off", async ({
  page,
  stack,
}) => {
  await stack.simulator.history(6);
  await signIn(page, stack);
  await page.goto("/admin/super");
  const heading = (name: string) => page.getByRole("heading", { level: 1, name });
  await expect(heading("Overview")).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeHidden();

  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await expect(heading("Leads")).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("j");
  const second = page.locator("tbody tr").nth(1).getByRole("link").first();
  await expect(second).toBeFocused();
  const name = (await second.textContent()) ?? "";

  await page.keyboard.press("f");
  await expect(page.getByRole("searchbox", { name: "Search" })).toBeFocused();
  await page.keyboard.type("gc?");
  await expect(page.getByRole("searchbox", { name: "Search" })).toHaveValue("gc?");
  await expect(heading("Leads")).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+j");
  await second.focus();
  await page.keyboard.press("Enter");
  await expect(heading(name)).toBeVisible();

  const reached: string[] = [];
  for (const { key, to, label } of PORTAL_PAGES) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await expect(page, `g ${key}`).toHaveURL(stack.portalUrl + to);
    reached.push(label);
  }
  const linked = await page.locator('[role=tab], nav[aria-label="More pages"] a').allTextContents();
  expect(reached.sort(), "every page that the frame leads to has keys").toEqual(linked.sort());

  await page.goto("/admin/super/account");
  await page.getByLabel("Keyboard shortcuts").selectOption("off");
  await page.locator("#view").getByRole("button", { name: "Save" }).click();
  await expect(page.getByLabel("Keyboard shortcuts")).toHaveValue("off");
  await expect(page.locator("dialog")).toHaveCount(0);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await expect(heading("Account")).toBeVisible();
});

test("what is not there says so inside the portal, with the way on; outside it a whole page does", async ({
  page,
  stack,
}) => {
  await signIn(page, stack);
  for (const [path, list] of [
    ["/admin/super/leads/999999999", "all leads"],
    ["/admin/super/calls/no-such-call", "all calls"],
    ["/admin/super/webhook-logs/no-such-delivery", "all deliveries"],
    ["/admin/super/nothing/here", null],
  ] as const) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();
    await expect(page.getByRole("tab", { name: "Leads" }), "the portal is around it").toBeVisible();
    if (list) await expect(page.getByRole("link", { name: list })).toBeVisible();
  }
  await page.getByRole("tab", { name: "Leads" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Leads" }), "and continues working").toBeVisible();
  expect((await page.goto("/there/is/nothing"))?.status()).toBe(404);
  await expect(page.getByRole("link", { name: "Go to the Overview" })).toBeVisible();
});

test("a link to another page takes the focus to its heading, while a tab keeps it", async ({ page, stack }) => {
  const call = stack.simulator.placeCall({ lengthSeconds: 20 });
  await stack.simulator.deliver(call);
  await signIn(page, stack);
  await page.goto(`/admin/super/calls?search=call:${call.id}`);
  await page.locator("tbody").getByRole("link").first().press("Enter");
  await expect(page).toHaveURL(new RegExp(`/calls/${call.id}`));
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  const leads = page.getByRole("tab", { name: "Leads" });
  await leads.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Leads" })).toBeVisible();
  await expect(leads).toBeFocused();
  await page.locator("summary", { hasText: "More" }).first().press("Enter");
  await page.getByRole("link", { name: "Agents" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeFocused();
  await page.locator("summary", { hasText: "More" }).first().press("Enter");
  await expect(page.getByRole("navigation", { name: "More pages" }).locator('[aria-current="page"]')).toHaveText(
    "Agents",
  );
});
