import assert from "node:assert/strict";
import { test } from "node:test";
import { validate, version } from "uuid";
import { idAt, momentOf, newEventId } from "#app/lib/event-id.server.ts";

test("ids of one process rise, hold their moment, and never meet, also where the clock stands or goes back", (t) => {
  const clock = [1_000, 1_000, 1_001, 900, 900, 1_002].map((ms) => Date.UTC(2026, 0, 1) + ms);
  t.mock.timers.enable({ apis: ["Date"] });
  const made = clock.flatMap((now) => {
    t.mock.timers.setTime(now);
    return Array.from({ length: 400 }, newEventId);
  });
  const ids = made.map(({ eventId }) => eventId);
  assert.deepEqual(ids, ids.toSorted());
  assert.equal(new Set(ids).size, ids.length);
  for (const { eventId, receivedAt } of made) {
    assert.ok(validate(eventId) && version(eventId) === 7);
    assert.deepEqual(momentOf(eventId), receivedAt);
    assert.ok(eventId >= idAt(receivedAt));
  }
});
