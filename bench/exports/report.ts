import { type Goal, goalOf, median } from "../stage.ts";
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
const count = (value: number) => value.toLocaleString("en-US");

export function reportExports({ rows }: ExportsFigures): { goals: Goal[]; page: string } {
  const rate = (reads: Read[]) => median(reads.map((read) => read.rows / read.seconds));
  const perSecond = (reads: Read[]) => count(Math.round(rate(reads)));
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
        `memory of the process for the pages during an export, the worst (${named(fattest)})`,
        fattest.grownMiB,
        { max: 64 },
        " MiB more",
      ),
      goalOf("from the end of a download until its query ends, the longest", Math.max(...gone), { max: 1000 }, " ms"),
    ],
    page: `Downloads of whole lists from the production web process, in turn with PostgreSQL's \`copy (select …) to stdout\` of the same rows, order and
columns. Each download was also cut after 256 KiB, to measure when its query ends. Rows
a second of the ${WORST} slowest of ${rows.length}: ${rows
      .toSorted((a, b) => ratio(a) - ratio(b))
      .slice(0, WORST)
      .map((row) => `${named(row)} ${perSecond(row.portal)} against ${perSecond(row.copy)} (${ratio(row).toFixed(2)}×)`)
      .join("; ")}.`,
  };
}
