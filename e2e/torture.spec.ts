import { expect, test } from "@playwright/test";
import { SHORT } from "../bench/torture/rounds.ts";
import { runTorture } from "../bench/torture/run-torture.ts";

test.setTimeout(400_000);

test("kill -9 of every process under load, and an outage, lose nothing and store nothing twice", async () => {
  const { rounds, recordings } = await runTorture(SHORT, { seed: 1, tell: () => {}, patienceSeconds: 0 });
  for (const round of rounds) {
    expect.soft(round, round.name).toMatchObject({ lost: 0, duplicated: 0 });
    if (round.attack) expect.soft(round, round.name).toMatchObject({ refused: 0 });
    else expect.soft(round.kills.length, round.name).toBeGreaterThan(0);
    expect.soft(round.acknowledged, round.name).toBeGreaterThan(0);
    expect.soft(round.applied, round.name).toBe(round.stored);
    expect.soft(round.stored, round.name).toBeGreaterThanOrEqual(round.acknowledged);
  }
  expect(rounds.at(-1)?.spooled).toBeGreaterThan(0);
  expect(recordings.wrong).toBe(0);
});
