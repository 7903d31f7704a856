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

test("lists of things with parts are described part by part, never as an object", () => {
  const changes = [
    { key: "Mobile", before: "as usual", after: "Phone" },
    { key: "Fax", before: "Phone", after: "ignored" },
  ];
  assert.deepEqual(describeDetails({ changes, version: 1 }), [
    "changes: Mobile: as usual → Phone; Fax: Phone → ignored",
    "version: 1",
  ]);
  const rules = [
    { name: "sales", keep: "10 years", campaign: null },
    { name: "rest", isLast: true },
  ];
  assert.deepEqual(describeDetails({ rules }), ["rules: name: sales, keep: 10 years; name: rest, is last: yes"]);
  const search = [
    { field: "disposition", operator: ":", value: "SALE", isNot: false },
    { field: "duration", operator: ">", value: "60", isNot: true },
  ];
  assert.deepEqual(describeDetails({ search }), ["search: disposition:SALE; not duration>60"]);
  assert.deepEqual(describeDetails({ deep: [[{ a: { b: [1, true] } }]], none: [null] }), ["deep: a b: 1, yes"]);
});

test("the query of a list is what it filters by", () => {
  const query = "campaign=Final+Expense&campaign_is=not&search=%22Ann+Lee%22&agent=";
  assert.deepEqual(describeDetails({ query, calls: 3 }), [
    'campaign is not: Final Expense · search: "Ann Lee"',
    "calls: 3",
  ]);
  assert.deepEqual(describeDetails({ query: "" }), []);
});
