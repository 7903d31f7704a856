import { readFileSync } from "node:fs";
import { writeFigures } from "#bench/write-figures.ts";
import { describeMachine } from "../../describe-machine.ts";
import type { LedgerJourney } from "./run-journey.ts";

/** The journey as a Markdown table. */
export function reportLedger(journey: LedgerJourney): string {
  const {
    calls,
    fates,
    redisposed,
    late,
    vanished,
    faults,
    kills,
    equal,
    differing,
    lost,
    strange,
    fixes,
    fixedTwice,
  } = journey;
  const windows = Object.entries(journey.windows).map(([state, count]) => `${count} ${state}`);
  const rows: [string, string | number][] = [
    ["Days", journey.days.join("; ")],
    ["Calls at Convoso", calls],
    [
      "Webhooks dropped / delayed, with what was true then / doubled",
      `${fates.dropped} / ${fates.delayed} / ${fates.doubled}`,
    ],
    ["Dispositions changed without a webhook", redisposed],
    ["Rows of the log that appeared late / vanished", `${late} / ${vanished}`],
    ["kill -9 of the worker", kills],
    ["Failures of Convoso's API", faults],
    ["**Calls equal to Convoso's log, field by field**", `**${equal} of ${calls - vanished}**`],
    ["Calls that differ", differing.length],
    ["Calls of the log that the portal lacks", lost],
    ["Calls that the log never had", strange],
    ["Rows of the log applied", fixes],
    ["Dropped calls that were not fixed exactly once", fixedTwice],
    ["Hours of the ledger", windows.join(", ")],
    ["Questions to Convoso for the comparison", journey.questions],
  ];
  return [
    "| | |",
    "| --- | --: |",
    ...rows.map(
      ([name, value]) => `| ${name} | ${typeof value === "number" ? value.toLocaleString("en-US") : value} |`,
    ),
  ].join("\n");
}

const MEASURED = /(?<=<!-- measured by npm run torture -- ledger -->\n).*(?=<!-- end of ledger -->)/s;

/** Writes the journey into `docs/reliability.json` and its part of `docs/reliability.md`. */
export function writeLedgerReport(journey: LedgerJourney): void {
  const date = new Date().toISOString().slice(0, 10);
  const about = `\`npm run torture -- ledger\` on ${date}, in ${journey.seconds} s: ${describeMachine()}. Seed ${journey.seed}.`;
  const page = readFileSync("docs/reliability.md", "utf8");
  const figures = JSON.parse(readFileSync("docs/reliability.json", "utf8"));
  const measured = `\n${about}\n\n${reportLedger(journey)}\n\n`;
  writeFigures(
    "reliability",
    { ...figures, ledger: { date, ...journey } },
    page.replace(MEASURED, () => measured),
  );
}
