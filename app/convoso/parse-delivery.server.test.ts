import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDelivery } from "#app/convoso/parse-delivery.server.ts";
import { readBodies } from "#app/convoso/read-body.server.ts";
import { samples } from "#app/convoso/samples.server.ts";

const options = { timeZone: "America/Los_Angeles", receivedAt: new Date("2026-01-05T12:00:00Z") };

for (const { name, title, endpoint, contentType, body, query, expect } of samples) {
  test(`the sample ${name} (${title}) is read as it says`, () => {
    const bytes = new TextEncoder().encode(body);
    const items = readBodies({ contentType, body: bytes, query: new URLSearchParams(query) });
    const [read] = Array.isArray(items) ? items : [];
    assert.ok(read && Array.isArray(items), "the body is readable");
    const parsed = parseDelivery(read, { ...options, endpoint });
    const plain = JSON.parse(JSON.stringify(parsed));
    const { call, contact, agent, shape, problems, parts, ...rest } = expect;
    assert.equal(items.length, parts);
    assert.equal(read.shape, shape);
    assert.partialDeepStrictEqual(plain, rest);
    assert.deepEqual(parsed.problems.map(({ key }) => key).sort(), [...problems].sort());
    for (const [part, wanted] of Object.entries({ call, contact, agent })) {
      if (wanted === null) assert.equal(plain[part], null, `there is no ${part}`);
      else assert.partialDeepStrictEqual(plain[part], wanted);
      if (wanted && "extra" in wanted) assert.deepEqual(plain[part].extra, wanted.extra);
    }
    assert.equal(parsed.reason !== null, parsed.kind === null);
    assert.equal(parsed.hint !== null, parsed.kind === null || parsed.isMisrouted || parsed.call?.isDerivedId === true);
  });
}

test("sample names are unique", () => {
  assert.equal(new Set(samples.map(({ name }) => name)).size, samples.length);
});
