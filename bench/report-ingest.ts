import type { BesideReaders } from "./beside-readers.ts";
import type { LoadResult } from "./load.ts";
import { type Goal, goalOf, median, table } from "./stage.ts";

export type ContenderName = "portal" | "byHand" | "echo" | "stockEcho" | "bareEcho";
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
  const { secondsEach, starts, rounds, bodyBytes, rows, readers, atPace } = figures;
  const of = (name: ContenderName, connections: number) => rows[name].byConnections[connections];
  const rate = (name: ContenderName, connections: number) => of(name, connections)?.perSecond ?? Number.NaN;
  const ratio = (one: ContenderName, other: ContenderName, connections: number) =>
    rate(one, connections) / rate(other, connections);
  const goals = [
    ...[32, 128].map((n) =>
      goalOf(`against Fastify + pg, ${n} connections`, ratio("portal", "byHand", n), { min: 4 }, "×"),
    ),
    ...[32, 128].map((n) =>
      goalOf(`against our echo route, ${n} connections`, ratio("portal", "echo", n), { min: 0.7 }, "×"),
    ),
    ...[32, 128].map((n) =>
      goalOf(
        `our echo route against remix-serve's, ${n} connections`,
        ratio("echo", "stockEcho", n),
        { min: 1.5 },
        "×",
      ),
    ),
    goalOf(
      "median at one connection, against Fastify + pg",
      (of("portal", 1)?.p50 ?? Number.NaN) / (of("byHand", 1)?.p50 ?? Number.NaN),
      { max: 1.2 },
      "×",
    ),
    goalOf("99th percentile at 500/s beside readers and worker", readers.load.p99, { max: 25 }, " ms"),
  ];
  const lines = Object.entries(rows).map(([key, row]) => {
    const cells = [1, 32, 128].flatMap((connections) => {
      const result = row.byConnections[connections];
      return [
        `${ratio(key as ContenderName, "byHand", connections).toFixed(2)}×`,
        `${result?.perSecond}`,
        `${result?.p50} / ${result?.p99}`,
      ];
    });
    const refused = Object.values(row.byConnections).reduce((sum, result) => sum + result.refused, 0);
    return [row.name, ...cells, row.rssMiB ?? "", refused];
  });
  const heads = [1, 32, 128].flatMap((n) => [`${n} connection${n > 1 ? "s" : ""}`, "per s", "ms"]);
  const page = `A call webhook through the portal is committed before it is answered: raw event, agent, lead, call, search for the
recording, queued job. The contender does less (no lead, no merging, no search) one statement at a time, in a transaction.
"×" is against it. Latency is median / 99th percentile in milliseconds; memory is the most of a process after the load,
the portal's without that of its pages.

Each figure is the median of ${starts * rounds} rounds of ${secondsEach} s, the contenders taking turns. Each program was started anew every
${rounds} rounds, since two processes of the same one may differ by a tenth for as long as they live, and had some seconds to
be compiled in. Every connection waits for its answer before it sends the next delivery, a call of ${bodyBytes} bytes.

${table(["", ...heads, "MiB", "not 2xx"], lines)}

At a pace of ${readers.perSecond}/s for ${readers.seconds} s, while the worker runs and ${readers.pages} pages of the portal are looked at, 100 a minute:
median ${readers.load.p50} ms, 95th percentile ${readers.load.p95} ms, 99th ${readers.load.p99} ms from when a delivery was due; ${readers.load.answered} answered, ${readers.load.refused} of
them not 2xx. A page took ${median(readers.pageMs)} ms at the median.

${table(
  [`At ${atPace.perSecond}/s, nobody reading`, "median, ms", "95th percentile", "99th"],
  atPace.loads.map(({ name, p50, p95, p99 }) => [name, p50, p95, p99]),
)}

What is in the way of 25 ms at ${readers.perSecond}/s: on two processors the load, the web process, its collector's threads, PostgreSQL, the
pages and the worker all want to run. Some times a second the web process is kept from running, or collects, for 20 to
50 ms; what came meanwhile is one transaction of 20 to 40 deliveries, and that takes about 1 ms for each. Not it, or lost in
the noise: pages (they run in a process of their own; a lower priority for it changed nothing), all flags of V8's memory and
of its threads, new WAL segments, fsync. It goes with the processor: within one morning this machine, which shares its host,
gave 225 ms while its Fastify took 9,000 echoes a second, and 36 ms at 21,000. The goals were set on one that took 65,000. In
one afternoon, with the same code or nearly so, four runs gave 54, 546, 49 and 110 ms.

What is in the way of 1.2 × at one connection: a delivery that comes alone waits for two round trips, where the contender
makes seven small ones; what is done more than there (a lead, a search, figures by hour and campaign, checks of every column,
merging with what is known) costs PostgreSQL about 0.8 ms and this process 0.9 ms. Dearest are Remix's handler (0.27), the
triggers that keep figures and conversions true (0.14), and the checks of three foreign keys (0.1).

What is in the way of 4 × at 32 connections, where it is missed: the 200 MiB that the web process may hold. Without the
flags that keep V8's heap small (\`scripts/web-process.ts\`) it takes 14 % more deliveries at 32 connections and 26 % more at
128, and 390 MiB. Between, each step of memory brings its share: a heap that may grow by 50 % instead of 40 held 198 MiB for ten
minutes. One thread instead of several for young objects gave 6 % at 32 connections, and needs 15 MiB less.

The load itself spent ${of("bareEcho", 128)?.ownMicros} µs of processor time on each answer of the bare Fastify echo at 128 connections, so on a
processor of its own it could take about ${Math.round(1e6 / (of("bareEcho", 128)?.ownMicros ?? Number.NaN) / 1000)},000 a second; here it shares two with what it measures.`;
  return { goals, page };
}
