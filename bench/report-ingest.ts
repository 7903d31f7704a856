import type { BesideReaders } from "./beside-readers.ts";
import type { LoadResult } from "./load.ts";
import { type Goal, goalOf, median, table } from "./stage.ts";

export type ContenderName = "portal" | "byRow" | "byAddJob" | "sixStatements" | "echo" | "stockEcho" | "bareEcho";
/** One contender's results, the median of its rounds, by number of connections. */
export type IngestRow = { name: string; byConnections: Record<number, LoadResult>; rssMiB: number | null };
export type IngestFigures = {
  readers: BesideReaders;
  /** At a pace that all of these can keep, with nobody reading. */
  atPace: { perSecond: number; loads: (LoadResult & { name: string })[] };
  secondsEach: number;
  /** How often each program was started, and how many rounds it then did. */
  starts: number;
  rounds: number;
  bodyBytes: number;
  rows: Record<ContenderName, IngestRow>;
};

/** The stage as a part of the page: ratios first, since absolute figures belong to one machine. */
export function reportIngest(figures: IngestFigures): { goals: Goal[]; page: string } {
  const { secondsEach, starts, rounds, rows, readers, atPace } = figures;
  const of = (name: ContenderName, connections: number) => rows[name].byConnections[connections];
  const rate = (name: ContenderName, connections: number) => of(name, connections)?.perSecond ?? Number.NaN;
  const ratio = (one: ContenderName, other: ContenderName, connections: number) =>
    rate(one, connections) / rate(other, connections);
  const least = (one: ContenderName, other: ContenderName) => Math.min(ratio(one, other, 32), ratio(one, other, 128));
  const busy = "at 32 and 128 connections, the worse";
  const against = (name: ContenderName) => [
    goalOf(`against ${rows[name].name}, ${busy}`, least("portal", name), { min: 2.5 }, "×"),
    goalOf(`against ${rows[name].name}, at one`, ratio("portal", name, 1), { min: 1 }, "×"),
  ];
  const goals = [
    ...against("byRow"),
    ...against("byAddJob"),
    goalOf(`against our echo route, ${busy}`, least("portal", "echo"), { min: 0.7 }, "×"),
    goalOf(`our echo route against remix-serve's, ${busy}`, least("echo", "stockEcho"), { min: 1.5 }, "×"),
    goalOf("99th percentile at 500/s beside readers and worker", readers.load.p99, { max: 25 }, " ms"),
  ];
  const lines = Object.entries(rows).map(([key, row]) => {
    const cells = [1, 32, 128].flatMap((connections) => {
      const result = row.byConnections[connections];
      const times = ratio(key as ContenderName, "byRow", connections).toFixed(2);
      return [`${result?.perSecond} (${times}×)`, `${result?.p50} / ${result?.p99}`];
    });
    const refused = Object.values(row.byConnections).reduce((sum, result) => sum + result.refused, 0);
    return [row.name, ...cells, row.rssMiB ?? "", refused];
  });
  const heads = [1, 32, 128].flatMap((n) => [`${n} connection${n > 1 ? "s" : ""}, per s`, "ms"]);
  const page = `The portal commits a call before it answers: event, agent, lead, call, search for the recording, queued job, figures. The Fastify
contenders commit less (no merging, no search, no figures, no request headers). "×" compares with the fastest of them. Latency is median
/ 99th percentile. Memory is the peak of one process, the portal's without its pages. The calls in the database were counted afterwards.
Each figure is the median of ${starts * rounds} rounds of ${secondsEach} s. The contenders took turns, were warmed up, and were restarted every ${rounds} rounds.

${table(["", ...heads, "MiB", "not 2xx"], lines)}

\`add_job\` notifies the workers, and PostgreSQL commits transactions that notify one after the other. A contender that writes the row of
the job avoids that. The portal stores all waiting deliveries in one transaction, so it pays for one commit.
At ${readers.perSecond}/s for ${readers.seconds} s, beside the worker and readers of ${readers.pages} pages: median ${readers.load.p50} ms, 95th percentile ${readers.load.p95} ms,
99th ${readers.load.p99} ms after a delivery was due; ${readers.load.answered} answered, ${readers.load.refused} not 2xx; a page took ${median(readers.pageMs)} ms.
At ${atPace.perSecond}/s without readers, median and 99th percentile in ms: ${atPace.loads.map(({ name, p50, p99 }) => `${name} ${p50} and ${p99}`).join("; ")}.`;
  return { goals, page };
}
