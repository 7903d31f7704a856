import { existsSync, readFileSync } from "node:fs";
import { writeFigures } from "#bench/write-figures.ts";
import { type Goal, type Stage, table } from "./stage.ts";

/** One stage's figures, and how they came about. */
type Measured = { at: string; isFull: boolean; seconds: number; machine: string; figures: unknown };

/** Puts one stage's new figures beside the latest ones of the others, and writes docs/performance.{md,json} anew. */
export function recordStage(name: string, measured: Measured, stages: Record<string, Stage<unknown>>): Goal[] {
  const kept = existsSync("docs/performance.json") ? JSON.parse(readFileSync("docs/performance.json", "utf8")) : {};
  const all: Record<string, Measured> = { ...kept.stages, [name]: measured };
  const parts = Object.entries(stages).flatMap(([key, stage]) => {
    const last = all[key];
    return last ? [{ key, title: stage.title, ...last, ...stage.report(last.figures) }] : [];
  });
  writeFigures("performance", { stages: all }, pageOf(parts));
  return parts.find(({ key }) => key === name)?.goals ?? [];
}

type Part = Measured & { key: string; title: string; goals: Goal[]; page: string };

function pageOf(parts: readonly Part[]): string {
  const goals = parts.flatMap((part) => part.goals.map((goal) => ({ title: part.title, ...goal })));
  const sections = parts
    .filter(({ page }) => page !== "")
    .map(
      ({ key, title, at, isFull, seconds, machine, page }) => `## ${title}

_\`${key}${isFull ? " --full" : ""}\`, ${at}, ${seconds} s, ${machine}._ ${page.trim()}
`,
    );
  return `# Performance

\`npm run bench\` writes this page, and all raw results, with a profile of ingest, into [performance.json](performance.json). One machine
runs the load, the server and PostgreSQL with default settings (fsync on), so read the ratios. \`npm run bench -- ingest\` runs one stage,
\`--full\` the big scale, and \`npm run bench -- ab main .\` compares two checkouts (\`bench/ab.ts\`).

${table(
  ["", "Goal", "Wanted", "Here", ""],
  goals.map(({ title, goal, wanted, reached, isMet }) => [title, goal, wanted, reached, isMet ? "met" : "**not met**"]),
)}

${sections.join("\n")}`;
}
