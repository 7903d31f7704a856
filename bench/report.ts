import { existsSync, readFileSync } from "node:fs";
import { writeFigures } from "#scripts/write-figures.ts";
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
  const sections = parts.map(
    ({ key, title, at, isFull, seconds, machine, page }) => `## ${title}

${page.trim()}

_\`npm run bench -- ${key}${isFull ? " --full" : ""}\`, ${at}, ${seconds} s, on ${machine}._
`,
  );
  return `# Performance

Made by \`npm run bench\`, which anybody can repeat: one run, one machine, one embedded PostgreSQL with its own default
settings (fsync on), contenders taking turns. Load, server and PostgreSQL share the processors, and whatever else runs
there takes its part: read the ratios. The raw results are in [performance.json](performance.json).

- \`npm run bench\` takes about five minutes and runs every stage; \`npm run bench -- ingest\` only that one.
- \`npm run bench -- --full\` measures at the big scale, too, and takes the better part of an hour.

${table(
  ["", "Goal", "Wanted", "Here", ""],
  goals.map(({ title, goal, wanted, reached, isMet }) => [title, goal, wanted, reached, isMet ? "met" : "**not met**"]),
)}

${sections.join("\n")}`;
}
