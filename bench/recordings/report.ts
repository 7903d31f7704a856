import { type Goal, goalOf, median } from "../stage.ts";

/** How long one backlog took. `asked`: questions that Convoso got. */
export type Drain = { who: "portal" | "bare"; seconds: number; asked: number; perSecond: number };
export type RecordingsFigures = {
  backlog: number;
  rounds: number;
  drains: Drain[];
  /** Milliseconds from when a job was due until Convoso was asked. */
  late: number[];
  /** `times`: when Convoso was asked, in milliseconds, in order. */
  pace: { perSecond: number; workers: number; jobs: number; times: number[] };
};

const NAMES = { portal: "portal: fetch_recording", bare: "bare graphile-worker task" };
const SECOND = 1000;

export function reportRecordings({ backlog, rounds, drains, late, pace }: RecordingsFigures): {
  goals: Goal[];
  page: string;
} {
  const of = (who: Drain["who"]) => drains.filter((drain) => drain.who === who);
  const rate = (who: Drain["who"]) => median(of(who).map(({ perSecond }) => perSecond));
  const { times, perSecond, workers } = pace;
  // Of as many turns as a second has, the last must be a second after the first, or nearly: the clock ticks in milliseconds.
  const inOneSecond = Math.max(
    ...times.map((at) => times.filter((other) => other >= at && other < at + SECOND).length),
  );
  const lasted = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / SECOND;
  const sorted = late.toSorted((a, b) => a - b);
  const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
  const count = (value: number) => value.toLocaleString("en-US");
  return {
    goals: [
      goalOf(
        `a backlog of ${count(backlog)} against a bare task with one request per call`,
        rate("portal") / rate("bare"),
        { min: 0.8 },
        "×",
      ),
      goalOf("a job starts after it is due, median", median(late), { max: SECOND }, " ms"),
      goalOf(
        `requests a second from ${workers} workers, limit ${perSecond}`,
        (times.length - 1) / lasted,
        { max: perSecond },
        "/s",
      ),
    ],
    page: `Both workers are graphile-worker with the same options and the same server, without a rate limit. The portal sent ${of(
      "portal",
    )
      .map(({ asked }) => count(asked))
      .join(", ")} requests.
It also reads its searches, stores the links on the calls, ends the searches and updates the figures, up to 100 calls in one transaction.
Jobs a second, ${rounds} rounds of ${count(backlog)}: ${(["portal", "bare"] as const)
      .map(
        (who) =>
          `${NAMES[who]} ${rate(who)} (${of(who)
            .map((drain) => drain.perSecond)
            .join(", ")})`,
      )
      .join("; ")}.
Of ${late.length} jobs due one after the other, the median started ${Math.round(median(late))} ms late, the 95th percentile ${Math.round(p95)} ms: the queue is polled twice a second.
${workers} workers with \`CONVOSO_REQUESTS_PER_SECOND=${perSecond}\` and ${pace.jobs} jobs sent ${times.length} requests in ${lasted.toFixed(1)} s, at most ${inOneSecond} within one second.`,
  };
}
