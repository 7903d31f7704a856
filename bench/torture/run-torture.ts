import { countRecordings, type RecordingAccount } from "./recordings.ts";
import { type Round, type RoundResult, runRound } from "./rounds.ts";
import { type Form, startStand } from "./stand.ts";

export type TortureResult = { seed: number; rounds: RoundResult[]; recordings: RecordingAccount };

/** Runs the rounds, one after the other, on one portal. `tell` gets a line now and then. */
export async function runTorture(
  rounds: readonly Round[],
  {
    seed,
    tell,
    patienceSeconds,
    form = "alone",
  }: { seed: number; tell: (line: string) => void; patienceSeconds: number; form?: Form },
): Promise<TortureResult> {
  const stand = await startStand({}, form);
  try {
    await stand.untilWell();
    const results: RoundResult[] = [];
    const searched: string[] = [];
    for (const [index, round] of rounds.entries()) {
      tell(`${round.name}: ${round.rate}/s for ${round.seconds} s …`);
      const { searched: more, ...result } = await runRound(stand, round, seed + index);
      searched.push(...more);
      results.push(result);
      tell(`  ${JSON.stringify(result)}`);
    }
    tell("recordings …");
    const recordings = await countRecordings(stand, searched, patienceSeconds);
    tell(`  ${JSON.stringify(recordings)}`);
    return { seed, rounds: results, recordings };
  } finally {
    await stand.stop();
  }
}
