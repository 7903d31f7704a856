import assert from "node:assert/strict";
import { test } from "node:test";
import { type DraftRow, readDraft, readDraftForm } from "#app/features/field-map/read-draft.server.ts";

const row = (key: string, meaning: string, isNew = false): DraftRow => ({ key, meaning, isNew });

test("lines that say nothing are left out, and the others keep their order", () => {
  const { map, faults } = readDraft([
    row("zip", ""),
    row("Best number", "phoneNumber"),
    row("Notes", "ignored"),
    row("best_number", "phoneNumber"),
    row("", "", true),
  ]);
  assert.deepEqual(faults, []);
  assert.deepEqual(map, [
    { key: "Best number", field: "phoneNumber" },
    { key: "Notes", field: null },
  ]);
});

test("a line that cannot be used is refused with a reason that names it", () => {
  const refused: [DraftRow[], RegExp][] = [
    [[row("", "email", true)], /has no key/],
    [[row("--", "email", true)], /“--” has no letter or digit/],
    [[row("Best number", "", true)], /Choose what “Best number” means/],
    [[row("x".repeat(201), "email", true)], /longer than 200 characters/],
    [[row("Shoe", "shoeSize")], /There is no field “shoeSize”/],
    [[row("Shoe", "__proto__")], /There is no field “__proto__”/],
    [
      [row("Best number", "email"), row("best_number", "phoneNumber", true)],
      /“best_number” appears twice \(as “Best number”\)/,
    ],
    [Array.from({ length: 201 }, (_, index) => row(`key ${index}`, "email")), /at most 200 keys; this one has 201/],
  ];
  for (const [rows, reason] of refused) assert.match(readDraft(rows).faults.join("\n"), reason);
});

test("a typed line that is refused goes back to where it was typed, and is no line of the list", () => {
  const typed = row("best_number", "phoneNumber", true);
  const { rows, ...draft } = readDraft([row("Best number", "email"), typed]);
  assert.deepEqual([rows, draft.typed], [[row("Best number", "email")], typed]);
  assert.equal(readDraft([row("Best number", "email", true)]).typed, null);
});

test("two keys may mean one field, and the remark says which wins", () => {
  const { map, faults, remarks } = readDraft([row("Best number", "phoneNumber"), row("Day number", "phoneNumber")]);
  assert.equal(map.length, 2);
  assert.deepEqual(faults, []);
  assert.deepEqual(remarks, [
    "2 keys mean Phone. If several have a value, the first one wins: “Best number”, “Day number”.",
  ]);
});

test("a form with a key without its choice is not the page's own", () => {
  const form = new FormData();
  form.append("key", "Best number");
  assert.throws(() => readDraftForm(form), Response);
  form.append("meaning", "email");
  assert.deepEqual(readDraftForm(form), [row("Best number", "email")]);
});
