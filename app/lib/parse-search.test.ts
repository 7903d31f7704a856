import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatSearch, OPERATORS, parseSearch, type SearchTerm } from "#app/lib/parse-search.ts";

const FIELDS = { agent: "text", duration: "number", is: ["test", "real"] } as const;
const read = (search: string) => parseSearch(search, FIELDS);
const term = (field: string, value: string, other: Partial<SearchTerm> = {}): SearchTerm => ({
  ...{ field, operator: ":", value, isNot: false },
  ...other,
});

test("names, comparisons, quotes, negation, JSON and free text stand side by side", () => {
  const { terms, faults } = read(
    ' agent:"Jane \\"J\\" Roe"  duration>=60 -is:TEST {"a": {"b": "}"}} -cancelled "two words"',
  );
  assert.deepEqual(faults, []);
  assert.deepEqual(terms, [
    term("agent", 'Jane "J" Roe'),
    term("duration", "60", { operator: ">=" }),
    term("is", "test", { isNot: true }),
    term("json", '{"a": {"b": "}"}}'),
    term("text", "cancelled", { isNot: true }),
    term("text", "two words"),
  ]);
});

test("a colon before a comparison makes no difference", () => {
  assert.deepEqual(read("duration:>60").terms, read("duration>60").terms);
});

test("an unusable condition is marked at its place, and the rest applies", () => {
  const faultsOf = (search: string) =>
    read(search).faults.map(({ at, length, message }) => [search.slice(at, at + length), message.slice(0, 24)]);
  assert.deepEqual(faultsOf("agent:Jane colour:red"), [["colour:red", "“colour” is not a search"]]);
  assert.deepEqual(faultsOf("duration>long is:true"), [
    ["duration>long", "“duration” needs a whole"],
    ["is:true", "“is” is one of: test, re"],
  ]);
  assert.deepEqual(faultsOf("agent>5 agent: x"), [
    ["agent>5", "“agent” is not a number."],
    ["agent:", "“agent” needs a value, w"],
  ]);
  assert.deepEqual(faultsOf('agent:"Jane'), [['agent:"Jane', "This quotation mark is n"]]);
  assert.deepEqual(faultsOf("x {a:1} y"), [["{a:1}", "This is not a JSON objec"]]);
  for (const json of ['{"a":"\\u0000"}', '{"a":[{"\\ud800":1}]}']) {
    assert.deepEqual(faultsOf(json), [[json, "This is not a JSON objec"]], "what PostgreSQL cannot hold");
  }
  assert.deepEqual(faultsOf('{"a":1'), [['{"a":1', "This brace is not closed"]]);
  assert.deepEqual(read("agent:Jane colour:red").terms, [term("agent", "Jane")]);
});

test("there is an end to how much can be asked at once", () => {
  const { terms, faults } = read("word ".repeat(50).trim());
  assert.deepEqual([terms.length, faults.length], [20, 1]);
});

test("names that every object has are no fields", () => {
  assert.equal(read("constructor:x toString:x").faults.length, 2);
});

test("any text whatever is read without an exception, and every fault lies within it", () => {
  const marks = fc.string({ unit: fc.constantFrom(...'agentdurio:><=-"\\{}[] ,1é\n') });
  fc.assert(
    fc.property(fc.oneof(marks, fc.string({ unit: "binary" })), (search) => {
      for (const { at, length, message } of read(search).faults) {
        assert.ok(at >= 0 && length > 0 && at + length <= search.length && message !== "");
      }
    }),
    { numRuns: 2000 },
  );
});

test("what is written out from terms is read as the same terms", () => {
  const isNot = fc.boolean();
  const value = fc.string({ minLength: 1 });
  const arbitrary = fc.oneof(
    fc.record({ field: fc.constantFrom("agent", "text"), operator: fc.constant(":" as const), value, isNot }),
    fc.record({
      field: fc.constant("duration"),
      operator: fc.constantFrom(...OPERATORS),
      value: fc.nat(999_999_999).map(String),
      isNot,
    }),
    fc.record({
      field: fc.constant("is"),
      operator: fc.constant(":" as const),
      value: fc.constantFrom("test", "real"),
      isNot,
    }),
    fc.record({
      field: fc.constant("json"),
      operator: fc.constant(":" as const),
      value: fc.dictionary(fc.string(), fc.jsonValue()).map((object) => JSON.stringify(object)),
      isNot,
    }),
  );
  fc.assert(
    fc.property(fc.array(arbitrary, { maxLength: 20 }), (given) => {
      const terms = given.map((one) => ({ ...one }));
      assert.deepEqual(read(formatSearch(terms)), { terms, faults: [] });
    }),
  );
});
