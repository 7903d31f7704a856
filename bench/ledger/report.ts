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
      goalOf("questions for each recording found, 1,000 calls an hour", asked / found, { max: 0.05 }),
      goalOf("recordings on another call", wrong, { max: 0 }),
      goalOf(
        "from Convoso to the portal, median, against asking for each call alone",
        median(lags) / median(lagsAlone),
        { max: 1 },
        "×",
      ),
      goalOf("calls compared a second", walk.perSecond, { min: 2000 }, "/s"),
      goalOf(
        `memory of the worker late in a walk of ${count(walk.calls)} calls against the middle`,
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
    page: `An hour of ${count(calls)} calls, played ${speed} times as fast, whose recordings come 1 to 20 minutes after them: ${count(found)} recordings
found with ${questions.questions.ofSpans} questions about spans and ${questions.questions.ofCalls} about single calls. Median time from when Convoso has a recording until the
portal has it: ${Math.round(median(lags))} s; were each call asked for alone by the schedule, ${Math.round(median(lagsAlone))} s.
A walk of ${days} days compared ${count(walk.calls)} calls of ${walk.hours} hours in ${Math.round(walk.seconds)} s: ${count(walk.perSecond)} a second. A bare loop that
fetches the same pages and counts their rows reads ${count(barePerSecond)} a second: ratio ${(walk.perSecond / barePerSecond).toFixed(2)}. The worker held ${early} MiB in the
middle and ${late} MiB in the last third.
Ingest at ${ingest.perSecond}/s beside a walk at the default pace of three questions a second, median and 95th percentile of latency, medians of ${ingest.alone.length} rounds: alone ${p50(ingest.alone)} and ${p95(ingest.alone)} ms, beside it ${p50(ingest.beside)} and
${p95(ingest.beside)} ms; ${count(ingest.comparedBeside)} calls were compared meanwhile.`,
  };
}
