import { expect, test } from "./fixtures.ts";
import { addPerson, openAdminSession, openSessionOf } from "./people.ts";
import { signIn } from "./sign-in.ts";
import { type Stack, startStack } from "./stack.ts";

const HOUR_MS = 3_600_000;
/** The portal compares when somebody asks for it, and fixes nothing on its own. */
const SETTINGS = { LEDGER_CHECK_SECONDS: "60", LEDGER_FIX: "none", LEDGER_BACKFILL_DAYS: "1" };

/** The middle of an hour that is over. */
const hoursAgo = (hours: number) => Math.floor(Date.now() / HOUR_MS - hours) * HOUR_MS + HOUR_MS / 2;

/** A call at Convoso of an earlier hour. */
const placeCall = (stack: Stack, hours: number, more: object = {}) =>
  stack.simulator.placeCall({ startedAt: hoursAgo(hours), lengthSeconds: 60, disposition: "NI", ...more });

/** Calls as they should not be: one sent, two never sent, and one whose disposition changed without a webhook. */
async function makeGaps(stack: Stack) {
  const sent = placeCall(stack, 3);
  const [missing, accepted] = [placeCall(stack, 3, { disposition: "SALE" }), placeCall(stack, 3)];
  const changed = placeCall(stack, 3);
  await stack.simulator.deliver(sent);
  await stack.simulator.deliver(changed);
  stack.simulator.redispose(changed.id, "CB");
  return { sent, missing, accepted, changed };
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("what Convoso has and the portal lacks is found, shown side by side, fixed and accepted", async ({ page }) => {
    test.setTimeout(180_000);
    const stack = await startStack(94, undefined, SETTINGS);
    try {
      const { sent, missing, accepted, changed } = await makeGaps(stack);
      await signIn(page, stack);
      const at = (path: string) => `${stack.portalUrl}/admin/super${path}`;
      await page.goto(at("/ledger"));
      await page.getByLabel("Days before today").fill("1");
      await page.getByRole("button", { name: "Compare these days" }).click();
      await expect(page.getByText(/hours? (was|were) added/)).toBeVisible();
      const cell = page.getByRole("link", { name: /: Differs\. Convoso has 4 calls, the portal 2$/ });
      await expect(async () => {
        await page.reload();
        await expect(cell).toHaveText("3", { timeout: 500 });
      }).toPass();
      await expect(
        page.getByRole("link", { name: /: Equal\. Convoso has 0 calls, the portal 0$/ }).first(),
      ).toBeVisible();

      await page.goto(at(""));
      await page.getByRole("link", { name: "2 calls are missing" }).click();
      const table = page.getByRole("table", { name: "Differences" });
      await expect(table.getByRole("row")).toHaveCount(3); // with the heads
      await page.goto(at("/ledger"));
      await cell.click();
      await expect(page.getByText("Convoso 4 ≠ portal 2")).toBeVisible();
      const rowOf = (call: { id: string }) => table.getByRole("row").filter({ hasText: call.id });
      await expect(rowOf(sent)).toHaveCount(0);
      await expect(rowOf(changed)).toContainText("DispositionCB");
      await expect(rowOf(changed)).toContainText("DispositionNI");
      await expect(rowOf(missing)).toContainText("No such call");

      await page.getByLabel("Field").selectOption("Disposition");
      await page.getByLabel("Kind", { exact: true }).selectOption("Missing in the portal");
      await page.getByRole("button", { name: "Filter" }).click();
      await expect(rowOf(changed)).toHaveCount(0);
      await rowOf(missing)
        .getByRole("button", { name: `Fix call ${missing.id}` })
        .click();
      await expect(page.getByText("The call now matches Convoso")).toBeVisible();
      await expect(rowOf(missing)).toContainText("Fixed");
      await rowOf(missing).getByRole("link", { name: "Delivery" }).click();
      await expect(page.getByText("reconcile").first()).toBeVisible();

      await page.goto(at("/ledger/differences?state=open"));
      await rowOf(accepted)
        .getByRole("link", { name: `Accept call ${accepted.id}` })
        .click();
      await page.getByLabel("Reason").fill("A call of the trainers");
      await page.getByRole("button", { name: "Accept 1 difference" }).click();
      await expect(page.getByText("1 difference accepted")).toBeVisible();
      await page.goto(at("/ledger/differences?state=accepted"));
      await expect(rowOf(accepted)).toContainText("“A call of the trainers”");

      await page.goto(at("/ledger/differences?state=open"));
      await page.getByRole("checkbox", { name: `Choose call ${changed.id}` }).check();
      await page.getByRole("button", { name: "Fix or accept chosen…" }).click();
      await page.getByRole("button", { name: "Fix 1 difference" }).click();
      await expect(page.getByText("The call now matches Convoso")).toBeVisible();
      await page.goto(at(`/calls/${changed.id}`));
      await expect(page.getByText("CB").first()).toBeVisible();

      await page.goto(at("/ledger"));
      const settled = page.getByRole("link", { name: /: Accepted\. Convoso has 4 calls, the portal 3$/ });
      await expect(settled).toBeVisible();
      await expect(page.getByText(/^No call missing since .*, checked to /)).toBeVisible();
      await page.goto(at("/audit"));
      for (const words of [
        "Applied Convoso's values to call",
        "Accepted ledger differences",
        "Compared hours with Convoso again",
      ]) {
        await expect(page.getByRole("row").filter({ hasText: words }).first()).toBeVisible();
      }
    } finally {
      await stack.stop();
    }
  });
});

test("all that a filter matches are fixed by a job that the page follows, and are exported", async ({ page }) => {
  test.setTimeout(180_000);
  const stack = await startStack(95, undefined, SETTINGS);
  try {
    const ids = Array.from({ length: 60 }, () => placeCall(stack, 5).id);
    await signIn(page, stack);
    await page.goto(`${stack.portalUrl}/admin/super/ledger`);
    await page.getByLabel("Days before today").fill("1");
    await page.getByRole("button", { name: "Compare these days" }).click();
    const cell = page.getByRole("link", { name: /: Differs\. Convoso has 60 calls, the portal 0$/ });
    await expect(cell, "the page follows the worker").toBeVisible({ timeout: 60_000 });
    await cell.click();
    await expect(page.getByText("Convoso 60 ≠ portal 0")).toBeVisible();

    const csv = await page.request.get(`${stack.portalUrl}/admin/super/exports/ledger.csv?state=open`);
    const lines = (await csv.text()).trim().split("\n");
    expect(lines[0]).toContain("call_id,kind,state,occurred_at,field,there,here");
    expect(ids.every((id) => lines.some((line) => line.startsWith(`${id},missing_here,open`)))).toBe(true);
    const ndjson = await page.request.get(
      `${stack.portalUrl}/admin/super/exports/ledger.ndjson?state=open&field=length`,
    );
    const rows = (await ndjson.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(new Set(rows.map(({ call_id }) => call_id))).toEqual(new Set(ids));

    await page.getByRole("link", { name: "Fix or accept all that match…" }).click();
    await page.getByRole("button", { name: "Fix 60 differences" }).click();
    await expect(page.getByText("60 of 60")).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Finished");
    await page.getByRole("link", { name: "60 differences" }).click();
    await expect(page.getByText("60 differences")).toBeVisible();
    await page.goto(`${stack.portalUrl}/admin/super/ledger`);
    await expect(page.getByRole("link", { name: /: Equal\. Convoso has 60 calls, the portal 60$/ })).toBeVisible();
  } finally {
    await stack.stop();
  }
});

test("an hour that Convoso refused says why, and a viewer sees it all but settles nothing", async ({ page }) => {
  test.setTimeout(180_000);
  const stack = await startStack(96, undefined, SETTINGS);
  try {
    const call = placeCall(stack, 2, { campaign: "Call 213-555-0123 back" });
    stack.simulator.fail({ kind: "403", path: "log/retrieve", times: 1000 });
    await signIn(page, stack);
    const ledger = `${stack.portalUrl}/admin/super/ledger`;
    await page.goto(ledger);
    await page.getByLabel("Days before today").fill("1");
    await page.getByRole("button", { name: "Compare these days" }).click();
    const refused = page.getByRole("link", { name: /: Request failed\. The counts are unknown$/ });
    await expect(refused.first()).toBeVisible({ timeout: 60_000 });
    await refused.first().click();
    await expect(page.getByText(/does not allow this auth token/)).toBeVisible();
    stack.simulator.recover();
    await page.goto(ledger);
    await page.getByLabel("Days before today").fill("1");
    const day = new Date(call.startedAt).toLocaleDateString("en-CA", { timeZone: "America/Los_Angeles" });
    await page.getByRole("rowheader").locator(`a[href$="day=${day}"]`).click();
    await page.getByRole("button", { name: "Compare again" }).click();
    await expect(page.getByText(/hours? (is|are) compared again/)).toBeVisible();
    await page.goto(`${ledger}/differences?state=open`);
    await expect(page.getByRole("row").filter({ hasText: call.id })).toBeVisible({ timeout: 60_000 });

    const viewer = await addPerson(stack, await openAdminSession(stack), "viewer@example.com", "viewer");
    const cookie = await openSessionOf(stack, viewer);
    const seen = await (await fetch(`${ledger}/differences?state=open`, { headers: { cookie } })).text();
    expect(seen).toContain(call.id);
    expect(seen).not.toContain("213-555-0123");
    expect(seen).not.toContain("Fix or accept");
    const settle = await fetch(`${ledger}/settle?difference=1`, { headers: { cookie }, redirect: "manual" });
    expect(settle.status).toBe(403);
  } finally {
    await stack.stop();
  }
});
