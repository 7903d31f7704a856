import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { callPath, readCallId, readPlace, recordingPath } from "#app/lib/call-path.ts";

/** What a router makes of the last part of a path: React Router takes an encoded slash back last. */
function partOf(path: string): string {
  const { pathname } = new URL(path, "http://portal");
  const parts = pathname.replace(/\.data$/, "").split("/");
  assert.equal(parts.length, 5, `${path} is one part below the list of calls`);
  return decodeURIComponent(parts[4] ?? "").replace(/%2F/g, "/");
}

const Id = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1 }),
  fc.string({ unit: fc.constantFrom(..."./\\%~?#& 2Fe5cdat".split("")), minLength: 1 }),
);

test("every call id leads to its own page", () => {
  fc.assert(
    fc.property(
      Id.filter((id) => !id.includes("\0")),
      (id) => assert.equal(readCallId(partOf(callPath(id))), id),
    ),
    { examples: [["a/b"], ["a%2Fb"], ["."], [".."], [" "], ["é"], ["a?b#c"], ["a.data"], ["~2f"], ["\\"]] },
  );
});

test("an ordinary id stands in the address as it is", () => {
  assert.equal(callPath("4a1f-123_5.6"), "/admin/super/calls/4a1f-123_5.6");
});

test("a recording's address names its place, or none for the one that plays first", () => {
  const placeIn = (path: string) => readPlace(new URL(path, "http://portal").searchParams);
  assert.deepEqual([placeIn(recordingPath("a")), placeIn(recordingPath("a", 12))], [null, 12]);
  for (const odd of ["", "0", "-1", "1.5", "a", "12345"]) assert.equal(placeIn(`/?place=${odd}`), "none", odd);
});
