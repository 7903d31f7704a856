import type { LoadResult } from "../load.ts";
import { type Goal, goalOf, median } from "../stage.ts";
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
  memory: { restMiB: number[]; mostMiB: number[]; bareGrownMiB?: number[] };
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
  const rates = bySize.map(
    ({ kib, count, portal, readBack, writeOnly, rate }) =>
      `${count} of ${sizeOf(kib)}: ${rate(portal)}, bare loop ${rate(readBack)} and ${rate(writeOnly)}`,
  );
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
    page: `The worker copies recordings from a host that answers at once to a folder on this disk: it writes, syncs, renames, reads back and compares
each, and records it in PostgreSQL with its chain of custody. The bare loop uses the same client and folder store, also ${atOnce} copies at a
time, and no database. It computes the same SHA-256, and reads back or not. Medians of ${copied.length / bySize.length} rounds.${otherLoad > 2 ? ` Other programs kept the machine busy, with a load of ${Math.round(otherLoad)}.` : ""}
MiB a second, of the bare loop with and without reading back: ${rates.join("; ")}.
Convoso's host allows one request in 350 ms, which is far slower. The worker used ${median(memory.restMiB)} MiB at rest and ${median(memory.mostMiB)} MiB at most with ${atOnce}
recordings of 200 MiB at a time.${memory.bareGrownMiB ? ` The bare loop, which reads with the same client, grew by ${median(memory.bareGrownMiB)} MiB.` : ""} A production set of ${packed[0]?.recordings} recordings, ${gib.toFixed(1)} GiB, is read as a zip in ${(packMs / 1000).toFixed(2)} s, including the
SHA-256 of each file; \`zip -0\` of the same files takes ${(zipMs / 1000).toFixed(2)} s without SHA-256. Before that the worker compared all files in ${(prepareMs / 1000).toFixed(2)} s.
The process used ${Math.round(median(packed.map((it) => it.mostMiB)))} MiB at most. Ingest at ${ingest.perSecond}/s, median and 95th percentile of latency: alone ${p50(ingest.alone)} and ${p95(ingest.alone)} ms, beside
copying of 1 MiB each at the default pace ${p50(ingest.beside)} and ${p95(ingest.beside)} ms.`,
  };
}
