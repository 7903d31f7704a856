import assert from "node:assert/strict";
import { test } from "node:test";
import { changeWords } from "#app/lib/change-words.ts";

const names = { agents: new Map([[1, "Jane Roe"]]), codes: new Map([["CB", "Call back"]]) };
const change = (field: string, before: unknown, after: unknown) => ({ field, before, after });
const words = (what: "call" | "lead", isNew: boolean, ...fields: ReturnType<typeof change>[]) =>
  changeWords({ what, isNew, fields }, names);

test("a changed disposition is told with both, by name where it has one", () => {
  assert.deepEqual(words("call", false, change("disposition", "SALE", "cb"), change("dispositionName", "Sale", null)), [
    "SALE → Call back, by redisposition",
  ]);
  assert.deepEqual(words("call", false, change("disposition", null, "SALE")), ["Disposition SALE"]);
});

test("a new call is told with what matters of it", () => {
  const fields = [change("durationSeconds", null, 125), change("agentId", null, 1), change("disposition", null, "CB")];
  assert.deepEqual(
    words("call", true, ...fields, change("campaign", null, "Solar"), change("agentComment", null, "Bye")),
    ["New call", "Length 2:05", "Agent Jane Roe", "Disposition Call back", "Agent's comment"],
  );
});

test("what a lead is called and where it is reached are told by the names of their fields only", () => {
  const fields = [
    change("firstName", "Ann", "Bob"),
    change("email", "a@x.test", "b@x.test"),
    change("phoneE164", "+1", "+2"),
  ];
  const said = words("lead", false, ...fields, change("campaign", "Solar", "Wind"), change("extra.Plan", "A", "B"));
  assert.deepEqual(said, ["Campaign Solar → Wind", "Lead: First name, E-mail, Plan changed"]);
});

test("a delivery that changes nothing has no words", () => {
  assert.deepEqual(words("call", false), []);
});
