import assert from "node:assert/strict";
import { test } from "node:test";
import { rangeQuery } from "#app/http/range-query.server.ts";

process.env.DATABASE_URL = "postgres://nobody@127.0.0.1/none";

const NOW = new Date("2026-11-26T20:07:30Z");
const read = (query: string, zone = "America/Los_Angeles") =>
  rangeQuery(new Request(`http://portal.test/admin/super?${query}`), zone, NOW);
const DAY = { from: new Date("2026-11-25T21:00Z"), to: new Date("2026-11-26T21:00Z") };

test("without anything asked for it is the last day, without test data", () => {
  assert.deepEqual(read(""), { range: "day", span: DAY, withTest: false, faults: {} });
  assert.equal(read("range=this-week&test=yes").withTest, true);
  assert.equal(read("range=this-week").range, "this-week");
});

test("a span of one's own is in the account's zone, whatever the viewer's, and reaches to the full quarters around it", () => {
  const { range, span, faults } = read("from=2026-11-20T10:07&to=2026-11-20T11:20");
  assert.deepEqual([range, faults], ["custom", {}]);
  assert.deepEqual(span, { from: new Date("2026-11-20T18:00Z"), to: new Date("2026-11-20T19:30Z") });
  assert.deepEqual(read("from=2026-11-20&to=2026-11-21").span, {
    from: new Date("2026-11-20T08:00Z"),
    to: new Date("2026-11-22T08:00Z"),
  });
  assert.equal(read("from=2026-11-20", "UTC").span.from.toISOString(), "2026-11-20T08:00:00.000Z");
  assert.equal(read("from=2026-11-20&zone=UTC").span.from.toISOString(), "2026-11-20T00:00:00.000Z");
});

test("a start alone means until now, and Custom without times begins with the last day", () => {
  assert.equal(read("from=2026-11-26T11:00").span.to.toISOString(), "2026-11-26T20:15:00.000Z");
  assert.deepEqual(read("range=custom"), { range: "custom", span: DAY, withTest: false, faults: {} });
});

test("nonsense gives an error at its field, and the page shows the last day", () => {
  for (const [query, field, words] of [
    ["range=fortnight", "range", /hour, day, today, yesterday/],
    ["from=yesterday", "from", /valid date/],
    ["from=2026-11-20&to=2026-13-01", "to", /valid date/],
    ["from=2026-11-20&to=2026-11-19T10:00", "to", /later than the start/],
    ["from=2027-01-01", "to", /later than the start/],
    ["to=2026-11-20", "from", /Enter a start/],
    ["from=2001-01-01&to=2026-01-01", "from", /10 years/],
  ] as const) {
    const { faults, span } = read(query);
    assert.match(faults[field] ?? "", words, query);
    assert.deepEqual(span, DAY, query);
  }
});
