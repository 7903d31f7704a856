import assert from "node:assert/strict";
import { test } from "node:test";
import { exportName } from "#app/http/export-name.server.ts";

const named = (query: string) =>
  exportName(new Request(`http://portal.test/admin/super/exports/calls.csv?${query}`), "calls", "csv", "UTC").replace(
    /\d{4}-\d\d-\d\d\.csv$/,
    "DAY.csv",
  );

test("an export is named by its filter and the day", () => {
  assert.equal(named(""), "calls-DAY.csv");
  assert.equal(
    named("campaign=Solar+West&disposition=SALE&disposition=upsell&range=this-week&zone=UTC"),
    "calls-campaign-solar-west-disposition-sale-upsell-this-week-DAY.csv",
  );
  assert.equal(
    named("agent=12&agent_is=not&range=custom&from=2026-11-01T08:00Z"),
    "calls-agent-not-12-from-2026-11-01-DAY.csv",
  );
  assert.equal(named("disposition=%3Dcmd()&campaign="), "calls-disposition-cmd-DAY.csv");
});

test("the file name contains no personal data and only safe characters", () => {
  assert.equal(named("search=2135550123&lead=5&source=203.0.113.9"), "calls-DAY.csv");
  assert.match(named(`campaign=${encodeURIComponent('../"\r\n/Ärzte')}`), /^calls-campaign-[a-z0-9-]+-DAY\.csv$/);
  assert.ok(named(`campaign=${"x".repeat(300)}`).length < 60);
});
