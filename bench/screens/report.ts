import { type Goal, goalOf, table } from "../stage.ts";

/** Milliseconds. */
export type Times = { p50: number; p95: number };
/** By number of calls. `page`: the whole document. `data`: what its loaders answer. */
export type ScreenRow = {
  tab: string;
  name: string;
  isBounded: boolean;
  page: Record<number, Times>;
  data: Record<number, Times>;
};
export type ScreensFigures = { sizes: number[]; turns: number; rows: ScreenRow[] };

const MOST_TIMES = 1.5;
const MOST_MS = 50;
const MOST_MS_OF_HEALTH = 10;
const LARGEST = 10_000_000;
/** Pages that the report lists. */
const WORST = 3;

/** Both of the whole page. */
export function reportScreens({ sizes, turns, rows }: ScreensFigures): { goals: Goal[]; page: string } {
  const smallest = sizes[0] as number;
  const largest = sizes.at(-1) as number;
  const p95 = (row: ScreenRow, size: number) => row.page[size]?.p95 ?? Number.NaN;
  const ratio = (row: ScreenRow) => p95(row, largest) / p95(row, smallest);
  const screens = rows.filter(({ isBounded, tab }) => !isBounded && tab !== "Health");
  const worst = (of: (row: ScreenRow) => number) =>
    screens.reduce((most, row) => (of(row) > of(most) ? row : most), screens[0] as ScreenRow);
  const slowest = worst((row) => p95(row, largest));
  const most = worst(ratio);
  const health = rows.find(({ tab }) => tab === "Health") as ScreenRow;
  const count = (size: number) => size.toLocaleString("en-US");
  const named = ({ tab, name }: ScreenRow) => `${tab}: ${name}`;
  const within = screens.filter((row) => ratio(row) <= MOST_TIMES).length;
  const quick = screens.filter((row) => p95(row, largest) < MOST_MS).length;
  return {
    goals: [
      goalOf(
        `p95 at ${count(largest)} calls against ${count(smallest)}, the worst of ${screens.length} pages (${named(most)})`,
        ratio(most),
        { max: MOST_TIMES },
        "×",
      ),
      goalOf(
        `p95 at ${count(largest)} calls, the slowest page (${named(slowest)})`,
        p95(slowest, largest),
        { max: MOST_MS },
        " ms",
      ),
      goalOf(`p95 of health at ${count(largest)} calls`, p95(health, largest), { max: MOST_MS_OF_HEALTH }, " ms"),
    ],
    page: `Whole pages from the production web process for a signed-in person. Each database has as many deliveries as calls and a quarter as many
leads. Each page was requested ${turns} times of each size, the sizes in turn, each time for another row, word or day. Milliseconds, 95th
percentile${turns < 20 ? ", which of so few is the slowest" : ""}; "data" is the answer of the loaders, without rendering. ${within} of ${screens.length} pages are within ${MOST_TIMES}×, ${quick} under ${MOST_MS} ms. The ${WORST} slowest at ${count(largest)} calls:${largest < LARGEST ? " (This run did not go up to ten million.)" : ""}

${table(
  ["Page", ...sizes.map(count), `× ${count(smallest)}`, `data, ${count(largest)}`],
  screens
    .toSorted((a, b) => p95(b, largest) - p95(a, largest))
    .slice(0, WORST)
    .map((row) => [
      named(row),
      ...sizes.map((size) => p95(row, size)),
      ratio(row).toFixed(2),
      row.data[largest]?.p95 ?? "",
    ]),
)}

React needs 15 to 30 ms for a page of fifty rows at every size. ${rows.filter(({ isBounded }) => isBounded).length} searches without an index are not included: they read at most 200,000
deliveries or stop after two seconds, and offer to continue.`,
  };
}
