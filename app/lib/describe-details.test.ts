import assert from "node:assert/strict";
import { test } from "node:test";
import { describeDetails } from "#app/lib/describe-details.ts";

test("details are phrases that need no knowledge of JSON", () => {
  const details = {
    by: "password",
    isTest: false,
    auditEntries: 3,
    filter: { search: "Ann", agent: null },
    ids: [1, 2],
  };
  assert.deepEqual(describeDetails(details), [
    "by: password",
    "is test: no",
    "audit entries: 3",
    "filter search: Ann",
    "ids: 1, 2",
  ]);
});

test("empty and technical details are left out", () => {
  assert.deepEqual(describeDetails({ reason: "", ids: [], of: {}, phone_digest: "scrypt:…" }), []);
});
