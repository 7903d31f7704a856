import type { TestDatabase } from "#test/clone-database.ts";

/** What a stage has to work with. */
export type Stand = {
  /**
   * A fresh database with all tables, on an embedded PostgreSQL with its own default settings, so with fsync. It goes
   * with its server: dropping it earlier fails while autovacuum is at it.
   */
  newDatabase: () => Promise<TestDatabase>;
  /** `--full`: the big scale, however long it takes; else a stage has about a minute. */
  isFull: boolean;
  /** Where databases that take long to fill lie, for every stage of this run, and with `--keep` for the next run. */
  filledDir: string;
  /** Says on the terminal how far it is. */
  tell: (line: string) => void;
};

/** One line of the table that the page begins with: what is wanted, and how near this run came. */
export type Goal = { goal: string; wanted: string; reached: string; isMet: boolean };

/**
 * A stage of `npm run bench`. What `measure` returns is kept as JSON; `report` makes everything that the page says out of
 * that alone, so that the page can be written again when another stage was measured.
 */
export type Stage<Figures> = {
  title: string;
  measure(stand: Stand): Promise<Figures>;
  report(figures: Figures): { goals: Goal[]; page: string };
};

/** Makes a goal out of a figure that is to be at least, or at most, so much. */
export function goalOf(goal: string, reached: number, wanted: { min: number } | { max: number }, unit = ""): Goal {
  const isMet = "min" in wanted ? reached >= wanted.min : reached <= wanted.max;
  const limit = "min" in wanted ? `≥ ${wanted.min}${unit}` : `≤ ${wanted.max}${unit}`;
  return { goal, wanted: limit, reached: `${Number(reached.toPrecision(3))}${unit}`, isMet };
}

/** The middle one, or the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
