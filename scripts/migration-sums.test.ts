import assert from "node:assert/strict";
import { test } from "node:test";
import { currentSums, recordedSums } from "#scripts/migration-sums.ts";

test("no migration that is on main is edited, renamed or deleted: a change of the schema is a new file", () => {
  const [recorded, current] = [recordedSums(), currentSums()];
  assert.ok(recorded.size > 20, "the checksums were found");
  const changed = [...recorded].filter(([name, sum]) => current.get(name) !== sum).map(([name]) => name);
  const advice =
    "Undo the change and write a new migration. If the file is not on main yet, delete its line from migrations/SHA256SUMS and run npm run schema.";
  assert.deepEqual(changed, [], advice);
});

test("every migration has its checksum in migrations/SHA256SUMS (npm run schema adds it)", () => {
  const recorded = recordedSums();
  assert.deepEqual(
    [...currentSums().keys()].filter((name) => !recorded.has(name)),
    [],
  );
});
