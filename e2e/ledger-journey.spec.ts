import { expect, test } from "@playwright/test";
import { runLedgerJourney, SHORT_LEDGER } from "../bench/torture/ledger/run-journey.ts";

test.setTimeout(400_000);

test("calls whose webhooks were dropped, delayed or overtaken are what Convoso's log says in the end", async () => {
  const journey = await runLedgerJourney(SHORT_LEDGER, { seed: 1, tell: () => {} });
  expect(journey.fates.dropped).toBeGreaterThan(0);
  expect(journey.redisposed).toBeGreaterThan(0);
  expect(journey.kills).toBeGreaterThan(0);
  expect(journey).toMatchObject({
    differing: [],
    lost: 0,
    strange: 0,
    fixedTwice: 0,
    equal: journey.calls - journey.vanished,
  });
  expect(journey.windows).toEqual({
    equal: expect.any(Number),
    ...(journey.vanished > 0 && { differs: expect.any(Number) }),
  });
});
