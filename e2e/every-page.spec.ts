import type { Locator, Page } from "@playwright/test";
import { fillPath, type Ids, makeRows } from "./fill-path.ts";
import { expect, test } from "./fixtures.ts";
import { makeLongRows } from "./long-words.ts";
import { addPerson, openAdminSession } from "./people.ts";
import { routeTable } from "./route-table.ts";
import { signIn } from "./sign-in.ts";
import { type Stack, startStack } from "./stack.ts";
import { findTooWide, lookAt, openAnew, watch } from "./watch-page.ts";

/** What a page may load of JavaScript when it is opened for the first time, as it comes over the wire. */
const FIRST_LOAD_BYTES = 112_000;

/** The width of a sheet of A4 at 96 dots an inch. */
const SHEET = 794;

/** What a field of a type takes that does not take any text. */
const FILLINGS: Record<string, string> = { email: "new@example.com", number: "1" };

test.describe.configure({ timeout: 600_000 });
test.use({ actionTimeout: 30_000 });

/** Every address of the route table that is a page for an admin: whatever answers them with HTML. */
async function listPages(stack: Stack, ids: Ids): Promise<string[]> {
  const cookie = await openAdminSession(stack);
  const pages: string[] = [];
  for (const row of Object.values(routeTable).filter(({ isEndless, isForPrograms }) => !isEndless && !isForPrograms)) {
    const path = fillPath(row.path, ids);
    const answer = await fetch(stack.portalUrl + path, { headers: { cookie }, redirect: "manual" });
    await answer.arrayBuffer();
    if (answer.headers.get("content-type")?.startsWith("text/html") && answer.status !== 302) pages.push(path);
  }
  expect(pages.length).toBeGreaterThan(15);
  return pages;
}

test("every page is accessible in each look, needs no other host, and stays light", async ({ page, stack }) => {
  await stack.simulator.history(8);
  const pages = await listPages(stack, await makeRows(stack));
  const faults = watch(page, stack.portalUrl);
  await signIn(page, stack);
  const weights: [path: string, bytes: number][] = [];
  for (const path of pages) {
    await test.step(path, async () => {
      weights.push([path, await openAnew(page, path)]);
      faults.push(...(await lookAt(page, path)));
    });
  }
  expect(faults).toEqual([]);
  weights.sort(([, one], [, other]) => other - one);
  console.log(`    JavaScript of the first load: ${weights[0]?.join(" ")} to ${weights.at(-1)?.join(" ")} bytes`);
  expect(
    weights.every(([, bytes]) => bytes > 10_000),
    "scripts were measured",
  ).toBe(true);
  expect(weights.filter(([, bytes]) => bytes > FIRST_LOAD_BYTES)).toEqual([]);
});

test("one long word in every free text makes no page scroll sideways, on screens or on paper", async ({ page }) => {
  const stack = await startStack(93); // long words would be in the lists of the other journeys
  try {
    const pages = await listPages(stack, await makeLongRows(stack));
    const faults: string[] = [];
    await signIn(page, stack);
    for (const path of pages) {
      await page.emulateMedia({ media: "screen" });
      await page.goto(stack.portalUrl + path, { waitUntil: "domcontentloaded" });
      await expect(page.locator("h1"), path).toBeVisible();
      faults.push(...(await findTooWide(page, path, [320, 390, 768, 1024, 1360])));
      await page.emulateMedia({ media: "print" });
      faults.push(...(await findTooWide(page, `${path} on paper`, [SHEET])));
    }
    expect(faults).toEqual([]);
  } finally {
    await stack.stop();
  }
});

test("a portal that is empty says on each list what to do next, and is as accessible", async ({ page }) => {
  const stack = await startStack(91);
  try {
    const faults = watch(page, stack.portalUrl);
    await signIn(page, stack);
    for (const list of ["", "/webhook-logs", "/leads", "/calls", "/failed-jobs", "/people", "/setup", "/test-tools"]) {
      await page.goto(`${stack.portalUrl}/admin/super${list}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      faults.push(...(await lookAt(page, list)));
    }
    expect(faults).toEqual([]);
    for (const [list, says, next] of [
      ["", "Ready for the first delivery", "Send a sample"],
      ["webhook-logs", "Nothing has arrived yet", "Test Tools"],
      ["leads", "No leads yet", "Test Tools"],
      ["calls", "No calls yet", "Test Tools"],
      ["leads?search=nobody", "No lead matches", "Reset"],
      ["calls?disposition=NONE", "No call matches", "Reset"],
      ["webhook-logs?type=echo", "No delivery matches", "Reset"],
      ["audit?person=nobody", "No entry matches", "Reset"],
    ] as const) {
      await page.goto(`${stack.portalUrl}/admin/super/${list}`);
      await expect(page.getByText(says)).toBeVisible();
      await expect(page.locator("main").getByRole("link", { name: next }).first()).toBeVisible();
    }

    await page.request.post(`${stack.portalUrl}/api/webhooks/convoso`, { data: "{" });
    const reason = page.getByRole("region", { name: "Possible reasons" }).getByRole("link", { name: /not be read$/ });
    for (const list of ["leads", "calls"]) {
      await page.goto(`${stack.portalUrl}/admin/super/${list}`);
      await expect(page.locator("main")).toHaveText(/could not be read.*Send .* from Test Tools/);
    }
    await reason.click();
    await page.locator("tbody a").first().click();
    await expect(page.locator("#compare")).toContainText("Enter the id of a delivery.");
  } finally {
    await stack.stop();
  }
});

test("error messages are accessible", async ({ page, stack, browser }) => {
  const faults = watch(page, stack.portalUrl);
  const main = page.locator("main");
  const look = async (name: string, shown: Locator) => {
    await expect(shown.first(), name).toBeVisible();
    faults.push(...(await lookAt(page, name)));
  };
  await page.goto("/sign-in");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await look("a wrong password", page.locator("[aria-invalid]"));
  await signIn(page, stack);
  await page.goto("/there/is/nothing");
  await look("a page outside of the portal that is not there", page.getByRole("heading", { name: "Not found" }));
  for (const path of ["leads/999999999", "calls/no-such-call", "webhook-logs/no-such-delivery", "people/999999999"]) {
    await page.goto(`/admin/super/${path}`);
    await expect(main.getByRole("heading", { name: "Not found" }), path).toBeVisible();
  }
  await look("a row that is not there", main.getByRole("link", { name: /all people/ }));
  await page.goto("/admin/super/calls?recording=nonsense&range=hour");
  await look("a filter that is not understood", page.getByText("Some filters were ignored"));
  await page.goto("/admin/super/webhook-logs?search=duration%3Along");
  await look("a search that is not understood", page.locator("mark"));
  await page.goto("/admin/super/test-tools?clear=confirm");
  await page.getByRole("button", { name: "Send Test Call" }).click();
  await look("what a test came to", main.getByText("HTTP 200"));

  const admin = await openAdminSession(stack);
  const person = await addPerson(stack, admin, "looker@example.com", "viewer");
  const context = await browser.newContext({ baseURL: stack.portalUrl });
  const theirs = await context.newPage();
  await theirs.goto("/sign-in?next=/admin/super/audit");
  await theirs.getByLabel("E-mail").fill(person.email);
  await theirs.getByLabel("Password").fill(person.password);
  await theirs.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(theirs.getByRole("heading", { name: "Your role does not allow this" })).toBeVisible();
  faults.push(...(await lookAt(theirs, "a page that the role does not allow")));
  await context.close();
  expect(faults.filter((fault) => !/the server responded with a status of 4\d\d/.test(fault))).toEqual([]);
});

test("while the next page is on its way a line says so; one that does not come is an error that can be tried again", async ({
  page,
  stack,
}) => {
  await signIn(page, stack);
  await page.goto("/admin/super");
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/leads\.data/, async (route) => {
    await asked;
    await route.abort();
  });
  await page.getByRole("tab", { name: "Leads" }).click();
  await expect(page.getByRole("progressbar", { name: "Loading" })).toBeVisible();
  answer();
  await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
  await expect(page.getByRole("progressbar")).toHaveCount(0);
  expect(await lookAt(page, "an error")).toEqual([]);
  await page.unroute(/leads\.data/);
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Leads" })).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("every page shows what it is about, and every form of it does something", async ({ page }) => {
    const stack = await startStack(92); // what the forms change would change the other journeys
    try {
      await stack.simulator.history(4);
      const pages = await listPages(stack, await makeRows(stack));
      await signIn(page, stack);
      const done = new Set<string>();
      for (const path of pages) {
        const url = stack.portalUrl + path;
        await page.goto(url);
        await expect(page.locator("h1"), path).toBeVisible();
        for (const name of await nameForms(page)) {
          if (name === null || done.has(name)) continue;
          await page.goto(url);
          const place = (await nameForms(page)).indexOf(name);
          if (place < 0) continue; // what was sent before took it away, as of somebody who is removed
          done.add(name);
          await test.step(name, () => submit(page, page.locator(FORMS).nth(place), name));
          if (name.startsWith("/sign-out")) await signIn(page, stack);
        }
      }
      console.log(`    ${done.size} forms were sent`);
      expect(done.size).toBeGreaterThan(20);
    } finally {
      await stack.stop();
    }
  });
});

/** All but those that only close a dialog, which without JavaScript is never open. */
const FORMS = "form:not([method=dialog])";

/** What tells the forms of all pages apart, for each of this page; null: it has nothing to press. */
function nameForms(page: Page): Promise<(string | null)[]> {
  return page.locator(FORMS).evaluateAll((forms) =>
    forms.map((form) => {
      const button = form.querySelector("button");
      if (!button) return null;
      const intents = [...form.querySelectorAll<HTMLInputElement>("[name=intent], [name=endpoint]")];
      const address = new URL(form.getAttribute("action") ?? "", location.href); // a field may be named "action"
      return `${address.pathname} ${intents.map(({ value }) => value).join()} ${button.textContent}`;
    }),
  );
}

/** Fills in what is required, presses the button, and expects a page. */
async function submit(page: Page, form: Locator, name: string): Promise<void> {
  await form.evaluate((element) => {
    for (let at = element.closest("details"); at; at = at.parentElement?.closest("details") ?? null) at.open = true;
  });
  for (const field of await form.locator("[required]").all()) {
    const type = await field.getAttribute("type");
    if (type === "checkbox") await field.check();
    else if ((await field.inputValue()) === "") await field.fill(FILLINGS[String(type)] ?? "2135550199 ok");
  }
  const answered = page.waitForResponse((response) => response.request().isNavigationRequest(), { timeout: 30_000 });
  await form.locator("button").first().click();
  expect((await answered).status(), name).toBeLessThan(404);
  await expect(page.locator("h1"), name).toBeVisible();
}
