import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { signIn } from "./sign-in.ts";
import type { Stack } from "./stack.ts";
import { untilSearched } from "./until-searched.ts";

const post = (stack: Stack, path: string, data: object) =>
  fetch(`${stack.portalUrl}/api/webhooks/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(data),
  });

/** `seconds` after now, as Convoso writes it: by the clock of Los Angeles. */
const clock = (seconds: number) =>
  new Date(Date.now() + seconds * 1000).toLocaleString("sv", { timeZone: "America/Los_Angeles" });

async function expectConversion(page: Page, lead: string, conversion: string): Promise<void> {
  const row = page.locator("tbody tr").filter({ hasText: lead });
  await expect(async () => {
    await page.goto(`/admin/super/leads?search=${lead}`);
    await expect(row).toContainText(conversion, { timeout: 500 });
  }).toPass();
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });
    const mark = javaScriptEnabled ? "JS" : "NJ";

    test("what an admin says a code means changes the leads behind it, and is audited", async ({ page, stack }) => {
      test.setTimeout(90_000); // the worker brings leads in line some seconds later
      const code = `ODD ${mark}`;
      const lead = `dictionary-${mark}`;
      await post(stack, "convoso-leads", { lead_id: lead, first_name: "Dita" });
      await post(stack, "convoso", { call_id: `d-${mark}`, lead_id: lead, status: code, status_name: "Signed up" });
      await signIn(page, stack);
      await expectConversion(page, lead, "Contacted");

      await page.goto("/admin/super/dispositions");
      await expect(page.getByLabel(`Name of ${code}`)).toHaveValue("Signed up");
      await page.getByLabel(`What ${code} means`).selectOption("Converted");
      await page.getByRole("button", { name: `Add ${code}` }).click();
      await expect(page.getByText(`${code} was saved`)).toBeVisible({ timeout: 15_000 });
      await expectConversion(page, lead, "Converted");

      await page.goto("/admin/super/dispositions");
      await page.getByRole("link", { name: `Change ${code}` }).click();
      const form = page.getByRole("region", { name: `Change ${code}` }); // the form before it has the same fields
      await form.getByLabel("What it means").selectOption("Lost");
      await form.getByRole("button", { name: "Save" }).click();
      await expect(page.getByRole("row").filter({ hasText: code })).toContainText("Lost");
      await page.getByRole("button", { name: `Remove ${code}` }).click();
      await expect(page.getByRole("button", { name: `Add ${code}` })).toBeVisible();
      await expectConversion(page, lead, "Contacted");

      await page.goto("/admin/super/audit");
      const acts = page.getByRole("row").filter({ hasText: code });
      await expect(acts).toHaveText([/Removed disposition/, /Changed disposition/, /Added disposition/]);
    });

    test("a code that exists is changed only by who was asked whether to, and who saw it as it is", async ({
      page,
      stack,
    }) => {
      const code = `TAKEN ${mark}`;
      await post(stack, "convoso", { call_id: `t-${mark}`, status: code });
      await signIn(page, stack);
      const enter = async (name: string, meaning: string) => {
        await page.goto("/admin/super/dispositions");
        const form = page.getByRole("region", { name: "Add a code" });
        await form.getByLabel("Code", { exact: true }).fill(code.toLowerCase());
        await form.getByLabel("Name", { exact: true }).fill(name);
        await form.getByLabel("What it means").selectOption(meaning);
        await form.getByRole("button", { name: "Add", exact: true }).click();
        return form;
      };
      const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: `Remove ${code}` }) });
      await enter("First", "Converted");
      await expect(row).toContainText("Converted");

      const form = await enter("Second", "Lost");
      await expect(form.getByRole("alert")).toContainText(`${code} exists already. Change it?`);
      await expect(form.getByRole("alert")).toContainText("“First” and means Converted. 1 call has it.");
      await expect(row).toContainText("Converted");
      await expect(form.getByLabel("Name", { exact: true })).toHaveValue("Second");
      await form.getByRole("button", { name: `Change ${code}` }).click();
      await expect(page.getByText(`${code} was saved`)).toBeVisible();
      await expect(row).toContainText("Lost");

      await page.getByRole("link", { name: `Change ${code}` }).click();
      const change = page.getByRole("region", { name: `Change ${code}` });
      await expect(change.getByLabel("Name", { exact: true })).toHaveValue("Second");
      const other = await page.context().newPage();
      await other.goto(`/admin/super/dispositions?code=${encodeURIComponent(code)}`);
      await other
        .getByRole("region", { name: `Change ${code}` })
        .getByLabel("What it means")
        .selectOption("Contacted");
      await other.getByRole("button", { name: "Save" }).click();
      await expect(other.getByText(`${code} was saved`)).toBeVisible();
      await change.getByLabel("Name", { exact: true }).fill("Third");
      await change.getByRole("button", { name: "Save" }).click();
      await expect(change.getByRole("alert")).toContainText(`${code} was changed in the meantime`);
      await expect(change.getByLabel("Name", { exact: true })).toHaveValue("Third");
      await expect(row).toContainText("Contacted");
      await change.getByRole("button", { name: "Save" }).click();
      await expect(row).toContainText("Third");
    });

    test("a lead is found by its phone in any notation, by name and by e-mail", async ({ page, stack }) => {
      const digits = `21355501${javaScriptEnabled ? "91" : "92"}`;
      const last = digits.slice(-4);
      const lead = { lead_id: `found-${mark}`, first_name: "Ottilie", last_name: mark, phone_number: digits };
      await post(stack, "convoso-leads", { ...lead, email: `ottilie.${mark}@example.com` });
      await post(stack, "convoso-leads", {
        lead_id: `other-${mark}`,
        first_name: "Somebody",
        phone_number: "2135550199",
      });
      await signIn(page, stack);
      await page.goto("/admin/super/leads");
      const notations = [digits, `(213) 555-${last}`, `+1 213.555.${last}`, last];
      for (const search of [...notations, `ottilie ${mark}`, `Ottilie.${mark}@`]) {
        await page.getByRole("searchbox", { name: "Search" }).fill(search);
        await page.getByRole("button", { name: "Filter" }).click();
        await untilSearched(page, search); // the list before looks the same
        await expect(page.locator("tbody tr").filter({ hasText: "Somebody" })).toHaveCount(0);
        await expect(page.locator("tbody tr").filter({ hasText: `found-${mark}` })).toHaveCount(1);
      }
    });

    test("a lead's page tells its journey, how quickly it was called, and when it was won", async ({ page, stack }) => {
      const lead = { lead_id: `journey-${mark}`, first_name: "Ines", last_name: `Way ${mark}` };
      await post(stack, "convoso-leads", lead);
      for (const [nth, status] of ["A", "CB", "SALE"].entries()) {
        const call = {
          call_id: `way-${mark}-${nth}`,
          status,
          duration: 60,
          agent_name: "Jane Roe",
          lead_id: lead.lead_id,
        };
        await post(stack, "convoso", { ...call, call_date: clock(62 + nth * 60) });
      }
      await signIn(page, stack);
      await page.goto(`/admin/super/leads?search=${lead.lead_id}`);
      await page.getByRole("link", { name: lead.last_name }).click();

      const facts = page.getByRole("region", { name: "Summary" });
      await expect(facts).toContainText(/1 min( \d s)?from first delivery to start of first call/);
      await expect(facts).toContainText("3 calls, 3:00 of talk");
      await expect(facts).toContainText(/First contact.*with call 2/);
      await expect(facts).toContainText(/Converted.*with call 3/);

      const journey = page.getByRole("region", { name: "Journey" });
      const steps = journey.getByRole("listitem");
      await expect(steps).toHaveCount(7);
      await expect(steps.first()).toContainText(/Call.*with Jane Roe.*SALE.*Conversion/);
      await expect(steps.last()).toContainText("Delivery of the lead");
      await journey.getByRole("link", { name: "Oldest first" }).click();
      await expect(steps.first()).toContainText("Delivery of the lead");
      await expect(steps.last()).toContainText("SALE");
      await expect(steps.filter({ hasText: "First contact" })).toContainText("CB");

      await steps.last().getByRole("link", { name: "Jane Roe" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Jane Roe" })).toBeVisible();
      expect(new URL(page.url()).pathname).toMatch(/agents\/\d+$/);
    });
  });
}

test("a link with times shows the same leads to somebody in another time zone", async ({ page, context, stack }) => {
  await post(stack, "convoso-leads", { lead_id: "shared-link", first_name: "Zoe", last_name: "Shared" });
  await signIn(page, stack);
  const readTimesIn = (zone: string) =>
    context.addCookies([
      { name: "portal_preferences", value: `zone=${encodeURIComponent(zone)}`, url: stack.portalUrl },
    ]);
  const oneHourAgo = (timeZone: string) =>
    new Date(Date.now() - 3_600_000).toLocaleString("sv", { timeZone }).replace(" ", "T").slice(0, 16);

  await readTimesIn("America/New_York");
  await page.goto("/admin/super/leads?search=shared");
  await page.getByRole("combobox", { name: "Received" }).selectOption("Custom");
  const [day = "", clock = ""] = oneHourAgo("America/New_York").split("T");
  const [dayThere = "", clockThere = ""] = oneHourAgo("Asia/Tokyo").split("T");
  await page.getByLabel("From", { exact: true }).fill(day);
  await page.getByLabel("From, time").fill(clock);
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/from_time=.*zone=America%2FNew_York|zone=America%2FNew_York.*from_time=/);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  const link = page.url();

  await readTimesIn("Asia/Tokyo");
  await page.goto(link);
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await expect(page.getByLabel("From", { exact: true })).toHaveValue(dayThere);
  await expect(page.getByLabel("From, time")).toHaveValue(clockThere);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("a preset or days alone are a period, and a clock of twelve hours is read as it is shown", async ({
      page,
      stack,
      context,
    }) => {
      const name = javaScriptEnabled ? "Presetta" : "Presetto";
      await post(stack, "convoso-leads", { lead_id: `preset-${name}`, first_name: name });
      await signIn(page, stack);
      await context.addCookies([{ name: "portal_preferences", value: "zone=UTC&hours=12", url: stack.portalUrl }]);
      const rows = page.locator("tbody tr");
      const filter = async () => {
        await page.getByRole("button", { name: "Filter" }).click();
        await page.waitForLoadState("networkidle");
      };
      await page.goto(`/admin/super/leads?search=${name}`);
      await page.getByRole("combobox", { name: "Received" }).selectOption("Today");
      await filter();
      await expect(page).toHaveURL(/range=today.*zone=UTC|zone=UTC.*range=today/);
      await expect(rows).toHaveCount(1);
      await expect(rows.locator("time").last()).toHaveText(/\d:\d\d:\d\d [AP]M/);
      await page.getByRole("combobox", { name: "Received" }).selectOption("Yesterday");
      await filter();
      await expect(page.getByText("No lead matches")).toBeVisible();
      await page.getByRole("combobox", { name: "Received" }).selectOption("Custom");
      await filter();
      const today = new Date().toISOString().slice(0, 10);
      await page.getByLabel("From", { exact: true }).fill(today);
      await page.getByLabel("Until", { exact: true }).fill(today);
      await filter();
      await expect(rows).toHaveCount(1);
      await page.getByLabel("From, time").fill("11:59 pm");
      await page.getByLabel("Until, time").fill("11:59:30 pm");
      await filter();
      await expect(page.getByText("No lead matches")).toBeVisible();
      await page.goto(page.url());
      await expect(page.getByLabel("From, time")).toHaveValue("11:59 PM");
      await page.getByLabel("From, time").fill("soon");
      await filter();
      await expect(page.getByText("Not understood: from")).toBeVisible();
    });
  });
}
