import assert from "node:assert/strict";
import { test } from "node:test";
import { ledgerLine, ledgerText } from "#app/lib/ledger-line.ts";

const now = new Date("2026-11-20T22:20:00Z");
const compared = {
  since: new Date("2026-11-03T08:00:00Z"),
  checked_to: new Date("2026-11-20T22:00:00Z"),
  missing_here: 0,
  missing_there: 0,
  differing: 0,
  unknown_hours: 0,
  last_reason: null,
};
const line = (figures: Partial<typeof compared> | object, hasToken = true) =>
  ledgerLine({ ...compared, ...figures }, { hasToken, timeZone: "America/Los_Angeles", hours: "24", now });

test("a ledger without differences says since when no call is missing, and to when that is known", () => {
  assert.equal(ledgerText(line({})), "No call missing since Nov 3, checked to 14:00");
  const older = { since: new Date("2025-11-03T08:00:00Z"), checked_to: new Date("2026-11-19T22:00:00Z") };
  assert.equal(ledgerText(line(older)), "No call missing since Nov 3, 2025, checked to Nov 19, 14:00");
});

test("each figure is a link to the rows that it counts", () => {
  const parts = line({ missing_here: 1204, differing: 1, missing_there: 2, unknown_hours: 1 });
  assert.equal(
    ledgerText(parts),
    "1,204 calls are missing, 1 differs, 2 missing at Convoso, 1 hour not compared, checked to 14:00",
  );
  assert.deepEqual(
    parts.flatMap(({ to }) => to ?? []).map((to) => to.split("kind=")[1] ?? to),
    ["missing_here", "differs", "missing_there", "/admin/super/ledger"],
  );
});

test("without a token the line says what to set, and keeps what is known", () => {
  const unset = "Set CONVOSO_AUTH_TOKEN to see whether calls are missing";
  assert.equal(ledgerText(line({ since: null, checked_to: null }, false)), unset);
  assert.equal(ledgerText(line({}, false)), `No call missing since Nov 3, checked to 14:00, ${unset}`);
});

test("a ledger that compared nothing claims nothing", () => {
  assert.equal(ledgerText(line({ since: null })), "No hour is compared yet");
  assert.equal(
    ledgerText(line({ since: null, last_reason: "Convoso is down" })),
    "No hour is compared yet: Convoso is down",
  );
});
