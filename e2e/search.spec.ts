import { expect, test } from "./fixtures.ts";
import { openFinder } from "./open-finder.ts";
import { addPerson, openAdminSession } from "./people.ts";
import { signIn } from "./sign-in.ts";
import type { Stack } from "./stack.ts";

/** A lead with a call, as Convoso sends them. */
async function send(stack: Stack, mark: string, phone: string): Promise<void> {
  const post = (path: string, data: object) =>
    fetch(`${stack.portalUrl}/api/webhooks/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(data),
    });
  await post("convoso-leads", { lead_id: `L-${mark}`, first_name: mark, last_name: "Finch", phone_number: phone });
  const agent = { agent_id: `A-${mark}`, agent_name: `${mark} Agent` };
  await post("convoso", { call_id: `C-${mark}`, lead_id: `L-${mark}`, status: "SALE", phone_number: phone, ...agent });
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("the box on the Overview finds leads, calls, deliveries and agents in one list", async ({ page, stack }) => {
      const mark = javaScriptEnabled ? "Wanda" : "Wilma";
      const phone = javaScriptEnabled ? "2395550171" : "2395550172";
      await send(stack, mark, phone);
      await signIn(page, stack);
      await page.goto("/admin/super");
      const search = async (text: string) => {
        await page.getByRole("search", { name: "Search everything" }).getByRole("searchbox").fill(text);
        await page.keyboard.press("Enter");
        await expect(page).toHaveURL(/\/admin\/super\/search\?search=/);
        await expect(page.getByRole("searchbox")).toHaveValue(text);
      };
      const found = (kind: string) => page.getByRole("region", { name: kind }).getByRole("link");
      await search(`(${phone.slice(0, 3)}) ${phone.slice(3, 6)}-${phone.slice(6)}`);
      await expect(found("Leads")).toContainText([`${mark} Finch`]);
      await expect(found("Calls")).toContainText([`Call C-${mark}`]);
      await expect(found("Deliveries")).toContainText(["Call delivery", "Lead delivery"]);
      await search(mark);
      await expect(found("Agents")).toContainText([`${mark} Agent`]);
      await search("foo:bar");
      await expect(page.locator("mark")).toHaveText("foo:bar");
      await search(`no such thing as ${mark}`);
      await expect(page.getByText("Nothing was found").last()).toBeVisible();
      await search(`lead:L-${mark}`);
      await found("Leads").first().click();
      await expect(page.getByRole("heading", { level: 1 })).toContainText(`${mark} Finch`);
    });
  });
}

test("/ opens the search on any page: what is typed is found at once, and Up, Down and Enter choose", async ({
  page,
  stack,
}) => {
  await send(stack, "Xenia", "2395550173");
  await signIn(page, stack);
  await page.goto("/admin/super/dispositions");
  const dialog = await openFinder(page);
  await page.keyboard.type("xenia");
  await expect(dialog.getByRole("status")).toContainText("found: leads, calls");
  await page.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("link", { name: /Xenia Finch/ }).first()).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(dialog.getByRole("searchbox")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Xenia Finch");
  await expect(dialog).toBeHidden();

  await page.keyboard.press("/");
  await page.keyboard.type("fail");
  await dialog.getByRole("link", { name: "Failed jobs" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Failed jobs" })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.press("ControlOrMeta+a"); // a second "/" may be in the box
  await page.keyboard.type("xenia");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/search\?search=xenia/);
  await expect(dialog).toBeHidden();
  await page.getByRole("link", { name: "Search", exact: true }).first().click();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("a viewer finds somebody by the whole phone only, and is asked to press Enter for it", async ({
  browser,
  stack,
}) => {
  await send(stack, "Zelda", "2395550174");
  const person = await addPerson(stack, await openAdminSession(stack), "finder@example.com", "viewer");
  const context = await browser.newContext({ baseURL: stack.portalUrl });
  const page = await context.newPage();
  await page.goto("/sign-in?next=/admin/super/search");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Search" })).toBeVisible();
  const leads = page.getByRole("region", { name: "Leads" });
  await page.goto("/admin/super/search?search=0174");
  await expect(page.getByText("Nothing was found").last()).toBeVisible();
  await page.goto("/admin/super/search?search=239-555-0174");
  await expect(leads).toContainText("Zelda Finch");
  await expect(page.locator("main")).not.toContainText("555-0174");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.keyboard.press("/");
  const dialog = page.getByRole("dialog", { name: "Search everything" });
  await dialog.getByRole("searchbox").pressSequentially("2395550174");
  await expect(dialog).toContainText("Enter searches for a phone");
  expect(asked.filter((url) => url.includes("search="))).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(leads).toContainText("Zelda Finch");
  await context.close();
});

test("what is typed while the search of everything still loads is not lost", async ({ page, stack }) => {
  await signIn(page, stack);
  await page.goto("/admin/super/calls");
  await openFinder(page); // the page is alive
  await page.keyboard.press("Escape");
  let load = () => {};
  const asked = new Promise<void>((resolve) => {
    load = resolve;
  });
  await page.route(/finder-[^/]*\.js/, async (route) => {
    await asked;
    await route.continue();
  });
  await page.reload();
  await expect(async () => {
    const isAlive = page.waitForRequest(/finder-[^/]*\.js/, { timeout: 500 });
    await page.keyboard.press("/");
    await isAlive;
  }).toPass();
  await page.keyboard.type("2395550142 jk");
  load();
  const dialog = page.getByRole("dialog", { name: "Search everything" });
  await expect(dialog.getByRole("searchbox")).toHaveValue(/^\/*2395550142 jk$/);
  await expect(page).toHaveURL(/\/calls$/);
});
