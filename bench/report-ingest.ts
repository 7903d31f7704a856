import type { IngestRow } from "./ingest.ts";

type Run = { at: string; machine: string; secondsEach: number; ingest: IngestRow[] };

const BASE = "Fastify + pg by hand, one statement at a time";

/** The run as a page: ratios first, since absolute figures belong to one machine. */
export function reportIngest({ at, machine, secondsEach, ingest }: Run): string {
  const base = ingest.find(({ name }) => name === BASE);
  const ratio = (row: IngestRow, connections: number) => {
    const against = base?.byConnections[connections]?.perSecond;
    const own = row.byConnections[connections]?.perSecond;
    return against && own ? `${(own / against).toFixed(2)}×` : "";
  };
  const lines = ingest.map((row) => {
    const cells = [1, 32, 128].flatMap((connections) => {
      const result = row.byConnections[connections];
      return [ratio(row, connections), `${result?.perSecond}`, `${result?.p50} / ${result?.p99}`];
    });
    const refused = Object.values(row.byConnections).reduce((sum, result) => sum + result.refused, 0);
    return `| ${row.name} | ${cells.join(" | ")} | ${row.rssMiB ?? ""} | ${refused} |`;
  });
  return `# Performance

Made by \`npm run bench\`, which anybody can repeat: one run, one machine, one embedded PostgreSQL with fsync on, one
contender after the other. Read the ratios; the absolute figures belong to the machine. The raw results are in
[performance.json](performance.json).

- When: ${at}
- Machine: ${machine}; the load, the server and PostgreSQL share it
- Each figure: ${secondsEach} s after a warm-up, every connection waiting for its answer before it sends the next delivery

## Ingest

A call webhook through the portal is committed before it is answered: raw event, agent, lead, call, search for the
recording, queued job. The contender does less (no lead, no merging, no search) one statement at a time, in a transaction.
"×" is against it. Latency is median / 99th percentile in milliseconds; memory is the process's after the load.

| | 1 connection | per s | ms | 32 connections | per s | ms | 128 connections | per s | ms | MiB | not 2xx |
|---|---|---|---|---|---|---|---|---|---|---|---|
${lines.join("\n")}
`;
}
