import { type Goal, goalOf, median, table } from "../stage.ts";
import type { Read } from "./read-export.ts";

/** `size`: calls in the database. `grownMiB`: of the process that shows the pages, at most. `goneMs`: how long queries outlived their readers. */
export type ExportRow = {
  list: string;
  format: string;
  size: number;
  portal: Read[];
  copy: Read[];
  grownMiB: number;
  goneMs: number[];
};
export type ExportsFigures = { rows: ExportRow[] };

/** Exports that the report lists. */
const WORST = 3;
const MIB = 1024 * 1024;
const count = (value: number) => value.toLocaleString("en-US");

export function reportExports({ rows }: ExportsFigures): { goals: Goal[]; page: string } {
  const rate = (reads: Read[]) => median(reads.map((read) => read.rows / read.seconds));
  const ratio = (row: ExportRow) => rate(row.portal) / rate(row.copy);
  const slowest = rows.reduce((worst, row) => (ratio(row) < ratio(worst) ? row : worst));
  const fattest = rows.reduce((worst, row) => (row.grownMiB > worst.grownMiB ? row : worst));
  const gone = rows.flatMap(({ goneMs }) => goneMs);
  const named = ({ list, format, size }: ExportRow) => `${list}.${format} of ${count(size)} calls`;
  return {
    goals: [
      goalOf(
        `rows a second against PostgreSQL's own copy, the worst of ${rows.length} (${named(slowest)})`,
        ratio(slowest),
        { min: 0.8 },
        "×",
      ),
      goalOf(
        `memory of the process of the pages during an export, the worst (${named(fattest)})`,
        fattest.grownMiB,
        { max: 64 },
        " MiB more",
      ),
      goalOf("from a reader's leaving until its query is gone, the longest", Math.max(...gone), { max: 1000 }, " ms"),
    ],
    page: `Whole lists, downloaded from the production web process, in turn with PostgreSQL's own \`copy (select …) to stdout\` of the
same rows, order and columns. Each export was also left after 256 KiB, to see when its query is gone. The ${WORST} slowest of ${rows.length}:

${table(
  ["Export", "calls", "rows", "MiB", "portal, rows/s", "copy, rows/s", "×", "memory, MiB", "gone after, ms"],
  rows
    .toSorted((a, b) => ratio(a) - ratio(b))
    .slice(0, WORST)
    .map((row) => [
      `${row.list}.${row.format}`,
      count(row.size),
      count(row.copy[0]?.rows ?? 0),
      Math.round((row.portal[0]?.bytes ?? 0) / MIB),
      count(Math.round(rate(row.portal))),
      count(Math.round(rate(row.copy))),
      ratio(row).toFixed(2),
      `+${row.grownMiB}`,
      `${median(row.goneMs)}, at most ${Math.max(...row.goneMs)}`,
    ]),
)}`,
  };
}
