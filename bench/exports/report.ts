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
    page: `Whole lists, downloaded from the production web process by somebody who is signed in; in turn with them
PostgreSQL's own \`copy (select …) to stdout\` of the same rows, order, columns and time zone, read by pg-copy-streams: CSV
without what the portal does against formulas, JSON by \`row_to_json\`. Both readers drop what they read. Memory is looked at
every 20 ms. Each export was also left after 256 KiB, several times; a query is gone when \`pg_stat_activity\` has no
backend for it.

${table(
  ["Export", "calls", "rows", "MiB", "portal, rows/s", "copy, rows/s", "×", "memory, MiB", "gone after, ms"],
  rows.map((row) => [
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
)}

What the portal does beyond a copy, by processor time for 100,000 calls as CSV: PostgreSQL looks at the beginning of every
text, which takes it about 6 % longer, and the processes of the web spend about 0.5 s on passing 30 MB on, on another processor if
one is free. Of 300,000 rows and more the portal has the order read from an index, where PostgreSQL by itself sorts
them in a file: the first row of ten million then comes after some milliseconds instead of 35 to 95 s. A short export also pays
for a connection of its own and two entries in the audit log. Ten million, of which there is one round, were once measured as
NDJSON, too: 1.06 ×, and 74 MiB more of memory, which is what V8 lets buffers grow by before it looks for those that are free.
The rows are read once before the first round. Up to 2026-11-27 those of ten million calls were not, so that the portal, which
goes first, read them from the disk, and the copy from memory: leads.csv 0.70 ×, and 0.88 × when they were read before.`,
  };
}
