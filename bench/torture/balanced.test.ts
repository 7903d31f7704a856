import assert from "node:assert/strict";
import { test } from "node:test";
import { hasBalancer } from "./balancer.ts";
import { SHORT_BALANCED } from "./rounds.ts";
import { runTorture } from "./run-torture.ts";

const skip = hasBalancer() ? false : "HAProxy is not installed: apt-get install haproxy";

test("behind a load balancer no delivery goes unanswered while processes are killed and restarted", {
  skip,
}, async () => {
  const options = { seed: 1, tell: () => {}, patienceSeconds: 0, form: "balanced" as const };
  const { rounds } = await runTorture(SHORT_BALANCED, options);
  for (const { name, kills, sent, acknowledged, unanswered, refused, lost, duplicated, endings } of rounds) {
    assert.ok(kills.length > 0 && sent > 500, name);
    assert.deepEqual(
      { unanswered, refused, lost, duplicated },
      { unanswered: 0, refused: 0, lost: 0, duplicated: 0 },
      `${name}: ${JSON.stringify(endings)}`,
    );
    assert.equal(acknowledged, sent);
  }
});
