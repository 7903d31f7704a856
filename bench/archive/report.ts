import type { LoadResult } from "../load.ts";
import { type Goal, goalOf, median, table } from "../stage.ts";
import type { Copied } from "./copy-all.ts";

/** `readBack` and `writeOnly`: seconds of the bare loop, which compares what it wrote, or does not. */
export type Round = Copied & { readBack: number; writeOnly: number };
export type Packed = {
  recordings: number;
  bytes: number;
  prepareMs: number;
  openMs: number;
  packMs: number;
  mostMiB: number;
  zipMs: number;
};
export type ArchiveFigures = {
  atOnce: number;
  /** What else the machine did before the stage began: its load average of a minute. */
  otherLoad: number;
  copied: Round[];
  memory: { restMiB: number[]; mostMiB: number[] };
  packed: Packed[];
  ingest: { perSecond: number; alone: LoadResult[]; beside: LoadResult[] };
};

const sizeOf = (kib: number) => (kib < 1024 ? `${kib} KiB` : `${kib / 1024} MiB`);
const percent = (part: number) => Math.round(part * 100);

export function reportArchive(figures: ArchiveFigures): { goals: Goal[]; page: string } {
  const { atOnce, otherLoad, copied, memory, packed, ingest } = figures;
  const bySize = [...Map.groupBy(copied, ({ kib }) => kib)].map(([kib, rounds]) => {
    const of = (read: (round: Round) => number) => median(rounds.map(read));
    const count = rounds[0]?.count ?? 0;
    const rate = (seconds: number) => Math.round((count * kib) / 1024 / seconds);
    const [portal, readBack, writeOnly] = [of((it) => it.seconds), of((it) => it.readBack), of((it) => it.writeOnly)];
    return { kib, count, portal, readBack, writeOnly, rate, ratio: readBack / portal };
  });
  const grown = median(memory.mostMiB) - median(memory.restMiB);
  const packMs = median(packed.map((it) => it.packMs));
  const zipMs = median(packed.map((it) => it.zipMs));
  const prepareMs = median(packed.map((it) => it.prepareMs));
  const gib = (packed[0]?.bytes ?? 0) / 1024 ** 3;
  const p50 = (results: readonly LoadResult[]) => median(results.map((result) => result.p50));
  const p95 = (results: readonly LoadResult[]) => median(results.map((result) => result.p95));
  const rows = bySize.map(({ kib, count, portal, readBack, writeOnly, rate }) => [
    ...[`${count} of ${sizeOf(kib)}`, `${rate(portal)} MiB/s`, `${rate(readBack)} MiB/s`, `${rate(writeOnly)} MiB/s`],
    ...[`${percent(readBack / portal)} %`, `${percent(writeOnly / portal)} %`],
  ]);
  return {
    goals: [
      ...bySize.map(({ kib, ratio }) =>
        goalOf(`copying recordings of ${sizeOf(kib)}, of a bare loop`, percent(ratio), { min: 80 }, " %"),
      ),
      goalOf("memory of the worker with recordings of 200 MiB, above rest", grown, { max: 64 }, " MiB"),
      goalOf("a production set, of `zip -0` of the same files", percent(zipMs / packMs), { min: 70 }, " %"),
      goalOf(
        `ingest at ${ingest.perSecond}/s beside copying, median latency`,
        p50(ingest.beside) / p50(ingest.alone),
        { max: 1.1 },
        "×",
      ),
    ],
    page: `Recordings are copied from a host that answers at once to a folder on this disk: each is written, synced, renamed, read back
and compared, and noted in PostgreSQL with its chain of custody. The bare loop has the same client and the same folder store,
${atOnce} copies at a time as well, and no database; it computes the same SHA-256 and reads back, or in the last column does not.
Medians of ${copied.length / bySize.length} rounds.${otherLoad > 2 ? ` Other programs kept the machine busy meanwhile, with a load of ${Math.round(otherLoad)}.` : ""}

${table(["", "portal", "bare loop", "without read-back", "of the bare loop", "of it without read-back"], rows)}

At the pace that Convoso's host bears, one request in 350 ms, none of this is reached: it is for how little the worker does beside it.
The worker held ${median(memory.restMiB)} MiB at rest and ${median(memory.mostMiB)} MiB at most with ${atOnce} recordings of 200 MiB at a time.

A production set of ${packed[0]?.recordings} recordings, ${gib.toFixed(1)} GiB, is read as a zip in ${(packMs / 1000).toFixed(2)} s, with the SHA-256 of each file computed from the bytes that leave;
\`zip -0\` of the same files takes ${(zipMs / 1000).toFixed(2)} s and computes none. Before that the worker compared all of them in ${(prepareMs / 1000).toFixed(2)} s.
The process held ${Math.round(median(packed.map((it) => it.mostMiB)))} MiB at most.
Ingest at ${ingest.perSecond}/s, median and 95th percentile of latency: alone ${p50(ingest.alone)} and ${p95(ingest.alone)} ms, beside copying of 1 MiB each
at the default pace ${p50(ingest.beside)} and ${p95(ingest.beside)} ms.`,
  };
}
