import { readFileSync } from "node:fs";
import { writeFigures } from "#bench/write-figures.ts";
import { describeMachine } from "../describe-machine.ts";
import type { RoundResult } from "./rounds.ts";
import type { TortureResult } from "./run-torture.ts";

const COLUMNS = {
  sent: "Sent",
  acknowledged: "Acknowledged",
  spooled: "of these spooled",
  refused: "Refused",
  unanswered: "Unanswered",
  stored: "Stored",
  applied: "Applied",
  repeated: "Repeated by the balancer",
  duplicated: "Duplicated",
  lost: "Lost",
} as const satisfies Partial<Record<keyof RoundResult, string>>;

/** The rounds as a Markdown table. */
export function reportTable({ rounds, recordings }: TortureResult, isBalanced: boolean): string {
  const columns = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  const names = columns.filter((name) => isBalanced || name !== "repeated");
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const total = (name: keyof typeof COLUMNS) => rounds.reduce((sum, round) => sum + round[name], 0);
  const cell = (value: number) => value.toLocaleString("en-US");
  return [
    line(["Round", "Load", "Kills", ...names.map((name) => COLUMNS[name]), "99 % within, ms"]),
    line(["---", "---", "--:", ...names.map(() => "--:"), "--:"]),
    ...rounds.map((round) =>
      line([
        round.name,
        `${round.rate}/s, ${round.seconds} s`,
        String(round.kills.length),
        ...names.map((name) => cell(round[name])),
        cell(round.p99Ms),
      ]),
    ),
    line([
      "**All**",
      "",
      String(rounds.flatMap(({ kills }) => kills).length),
      ...names.map((name) => cell(total(name))),
      "",
    ]),
    "",
    ...rounds.flatMap(({ storedAgain, failover, wellAfter }) =>
      storedAgain
        ? [
            `The standby was promoted ${failover} s after the death of the primary. Deliveries were stored again ${storedAgain.afterDeath} s after that death, ${storedAgain.afterPromotion} s after the promotion, and meanwhile spooled. The spool was empty ${wellAfter} s after the last delivery.`,
            "",
          ]
        : [],
    ),
    `Recordings to find: ${recordings.searched}. Found: ${recordings.found}. Attached to the wrong call: ${recordings.wrong}. The last one was found ${recordings.seconds} s after the last round.`,
  ].join("\n");
}

const FORMS = {
  full: { command: "npm run torture", file: "reliability" },
  balanced: { command: "npm run torture -- balanced", file: "reliability-balanced" },
  attack: { command: "npm run torture -- attack", file: "reliability-attack" },
  standby: { command: "npm run torture -- standby", file: "reliability-standby" },
};
export type PublishedForm = keyof typeof FORMS;

/** Whether the result of this form of the torture stands in docs/reliability.md. */
export const isPublished = (form: string): form is PublishedForm => Object.hasOwn(FORMS, form);

/** Writes the raw result as the form's JSON file beside `docs/reliability.md`, and its part of that page. */
export function writeReport(result: TortureResult, form: PublishedForm): void {
  const { command, file } = FORMS[form];
  const measuredPart = new RegExp(`(?<=<!-- measured by ${command} -->\\n).*?(?=<!-- end -->)`, "s");
  const date = new Date().toISOString().slice(0, 10);
  const machine = describeMachine();
  const about = `\`${command}\` on ${date}: ${machine}. Seed ${result.seed}.`;
  const page = readFileSync("docs/reliability.md", "utf8");
  const measured = `\n${about}\n\n${reportTable(result, form === "balanced")}\n\n`;
  const { ledger } = JSON.parse(readFileSync("docs/reliability.json", "utf8"));
  const figures = { date, machine, ...result, ...(form === "full" && { ledger }) };
  writeFigures(
    file,
    figures,
    page.replace(measuredPart, () => measured),
    FORMS.full.file,
  );
}
