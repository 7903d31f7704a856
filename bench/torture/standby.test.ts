import assert from "node:assert/strict";
import { test } from "node:test";
import { SHORT_STANDBY } from "./rounds.ts";
import { runTorture } from "./run-torture.ts";

test("nothing acknowledged is lost when the primary dies under load and the standby is promoted, and the spool carries the rest", async () => {
  const options = { seed: 1, tell: () => {}, patienceSeconds: 0, form: "standby" as const };
  const { rounds } = await runTorture(SHORT_STANDBY, options);
  for (const { sent, acknowledged, spooled, unanswered, refused, lost, duplicated, endings, storedAgain } of rounds) {
    assert.ok(sent > 200 && spooled > 0);
    assert.deepEqual(
      { acknowledged, unanswered, refused, lost, duplicated },
      { acknowledged: sent, unanswered: 0, refused: 0, lost: 0, duplicated: 0 },
      JSON.stringify(endings),
    );
    assert.ok(Number.isFinite(storedAgain?.afterPromotion), "deliveries are stored again, and not spooled");
  }
});
