import type { LoadResult } from "../load.ts";
import { type Goal, goalOf, median } from "../stage.ts";
import type { Questions } from "./questions.ts";
import type { Walk } from "./walk.ts";

export type LedgerFigures = {
  questions: Questions;
  days: number;
  walk: Walk;
  barePerSecond: number;
  ingest: { perSecond: number; alone: LoadResult[]; beside: LoadResult[]; comparedBeside: number };
};

export function reportLedger({ questions, days, walk, barePerSecond, ingest }: LedgerFigures): {
  goals: Goal[];
  page: string;
} {
  const { lags, lagsAlone, found, calls, wrong, speed } = questions;
  const asked = questions.questions.ofSpans + questions.questions.ofCalls;
  const third = Math.ceil(walk.rssMiB.length / 3);
  const [early, late] = [median(walk.rssMiB.slice(third, 2 * third)), median(walk.rssMiB.slice(-third))];
  const p50 = (results: readonly LoadResult[]) => median(results.map((result) => result.p50));
  const p95 = (results: readonly LoadResult[]) => median(results.map((result) => result.p95));
  const count = (value: number) => value.toLocaleString("en-US");
  return {
    goals: [
      goalOf("requests for each recording found, 1,000 calls an hour", asked / found, { max: 0.05 }),
      goalOf("recordings on the wrong call", wrong, { max: 0 }),
      goalOf(
        "from Convoso to the portal, median, against one request per call",
        median(lags) / median(lagsAlone),
        { max: 1 },
        "×",
      ),
      goalOf("calls compared a second", walk.perSecond, { min: 2000 }, "/s"),
      goalOf(
        `memory of the worker in the last third of ${count(walk.calls)} calls against the middle third`,
        late / early,
        { max: 1.2 },
        "×",
      ),
      goalOf(
        `ingest at ${ingest.perSecond}/s beside it, median latency`,
        p50(ingest.beside) / p50(ingest.alone),
        { max: 1.1 },
        "×",
      ),
    ],
    page: `An hour of ${count(calls)} calls, played ${speed} times as fast. Their recordings appear 1 to 20 minutes later. The portal found ${count(found)} of them with
${questions.questions.ofSpans} requests for time spans and ${questions.questions.ofCalls} for single calls, ${Math.round(median(lags))} s (median) after Convoso had them. With one request per call it takes ${Math.round(median(lagsAlone))} s.
The comparison of ${days} days read ${count(walk.calls)} calls of ${walk.hours} hours in ${Math.round(walk.seconds)} s: ${count(walk.perSecond)} a second. A bare loop that only counts the rows of the same
pages reads ${count(barePerSecond)} a second: ratio ${(walk.perSecond / barePerSecond).toFixed(2)}. The worker used ${early} MiB in the middle third and ${late} MiB in the last.
Ingest at ${ingest.perSecond}/s, median and 95th percentile of latency in ${ingest.alone.length} rounds: alone ${p50(ingest.alone)} and ${p95(ingest.alone)} ms, beside a comparison at three requests
a second ${p50(ingest.beside)} and ${p95(ingest.beside)} ms; ${count(ingest.comparedBeside)} calls were compared meanwhile.`,
  };
}
