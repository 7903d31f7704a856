import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { openAdminSession } from "./people.ts";
import { query } from "./query.ts";
import { signIn } from "./sign-in.ts";

async function download(page: Page, button: string) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

async function sendCalls(page: Page) {
  for (const [call_id, disposition] of [
    ["export-1", "=cmd()"],
    ["export-2", "=cmd()"],
    ["export-3", "SALE"],
  ]) {
    await page.request.post("/api/webhooks/convoso", { data: { call_id, disposition, phone_number: "2135550199" } });
  }
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? "with JavaScript" : "without JavaScript", () => {
    test.use({ javaScriptEnabled });

    test("each list is exported as its filter shows it, as CSV and as NDJSON", async ({ page, stack }) => {
      await sendCalls(page);
      await signIn(page, stack);
      await page.goto("/admin/super/calls?disposition=%3Dcmd()");
      await expect(page.locator("tbody tr")).toHaveCount(2);
      const csv = await download(page, "Export CSV");
      expect(csv.name).toMatch(/^calls-disposition-cmd-\d{4}-\d\d-\d\d\.csv$/);
      expect(csv.text).toMatch(/^\uFEFFcall_id,occurred_at,/);
      expect(csv.text.trimEnd().split("\n")).toHaveLength(3);
      expect(csv.text).toContain(",'=cmd(),");
      if (javaScriptEnabled) await expect(page.getByText(/^Exported: 2 rows/)).toBeVisible();

      const calls = (await download(page, "Export NDJSON")).text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      expect(calls.map(({ call_id, disposition }) => [call_id, disposition])).toEqual([
        ["export-2", "=cmd()"],
        ["export-1", "=cmd()"],
      ]);
      for (const [list, name] of [
        ["leads", "leads"],
        ["webhook-logs", "deliveries"],
      ]) {
        await page.goto(`/admin/super/${list}`);
        const file = await download(page, "Export CSV");
        expect(file.name).toContain(`${name}-`);
        expect(file.text.split("\n").length).toBeGreaterThan(2);
      }
    });
  });
}

test("a reader who leaves in the middle ends the query, and the audit log says how much went", async ({ stack }) => {
  // Few and long, so that far more is to be sent than any buffer on the way holds.
  await query(
    stack,
    `
    insert into contacts (match_key, address, created_at, last_event_id)
    select 'leave:' || n, repeat('long address ', 8000), now(), gen_random_uuid() from generate_series(1, 1000) as n`,
  );
  const leaving = new AbortController();
  const headers = { cookie: await openAdminSession(stack) };
  const address = `${stack.portalUrl}/admin/super/exports/leads.ndjson`;
  const answer = await fetch(address, { headers, signal: leaving.signal });
  expect(answer.headers.get("content-encoding")).toBeNull();
  await answer.body?.getReader().read();
  leaving.abort();
  const text = "select details from audit_log where action = 'end export' order by id";
  const ends = () => query(stack, text);
  await expect.poll(async () => (await ends()).at(-1)?.details.rows).toBeNull();
  expect((await ends()).at(-1)?.details.bytes).toBeGreaterThan(0);
  // The audit log says so before the connection of the query is given back.
  const copies = "select from pg_stat_activity where application_name like 'export %'";
  await expect.poll(async () => (await query(stack, copies)).length).toBe(0);
  await query(stack, "delete from contacts where match_key like 'leave:%'");
});
