import { writeFigures } from "#scripts/write-figures.ts";
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
  duplicated: "Duplicated",
  lost: "Lost",
} as const satisfies Partial<Record<keyof RoundResult, string>>;

/** The rounds as a Markdown table. */
export function reportTable({ rounds, recordings }: TortureResult): string {
  const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const total = (name: keyof typeof COLUMNS) => rounds.reduce((sum, round) => sum + round[name], 0);
  const cell = (value: number) => value.toLocaleString("en-US");
  return [
    line(["Round", "Load", "Kills", ...names.map((name) => COLUMNS[name])]),
    line(["---", "---", "--:", ...names.map(() => "--:")]),
    ...rounds.map((round) =>
      line([
        round.name,
        `${round.rate}/s, ${round.seconds} s`,
        String(round.kills.length),
        ...names.map((name) => cell(round[name])),
      ]),
    ),
    line([
      "**All**",
      "",
      String(rounds.flatMap(({ kills }) => kills).length),
      ...names.map((name) => cell(total(name))),
    ]),
    "",
    `Recordings that the worker had to find: ${recordings.searched}; found: ${recordings.found}; of another call: ${recordings.wrong}. The last was there ${recordings.seconds} s after the last round.`,
  ].join("\n");
}

/** Writes `docs/reliability.json`, and the page with its table, `docs/reliability.md`. */
export function writeReport(result: TortureResult): void {
  const date = new Date().toISOString().slice(0, 10);
  const machine = describeMachine();
  writeFigures("reliability", { date, machine, ...result }, page(date, machine, result));
}

function page(date: string, machine: string, result: TortureResult): string {
  return `# What survives a kill

\`npm run torture\` on ${date}: ${machine}. Seed ${result.seed}. The raw result, with the moment of every kill, is in
[reliability.json](reliability.json).

${reportTable(result)}

**Sent** counts requests. **Acknowledged** are those answered 2xx, **refused** those answered otherwise, **unanswered** those
whose connection broke. **Stored** counts rows of \`call_events\`, so it may exceed what was acknowledged by deliveries that
were taken but whose answer got lost. **Applied** are stored deliveries whose call or lead says exactly what all stored
deliveries, in the order of receipt, make of it. **Duplicated** are second ledger rows of one request, and rows that nobody
sent. **Lost** is what was acknowledged and is not stored, or not in effect: it must be 0.

## Method

The real web and worker processes run in production mode against a real PostgreSQL with its default settings (fsync on,
\`synchronous_commit\` on), all on the loopback of one machine together with the sender. The sender keeps its rate whether
answers come or not and sends nothing twice, as Convoso. It mixes leads, calls, redispositions and exact repetitions, drawn
from a seed. Victims are killed with SIGKILL at moments drawn from the seed, and started again at once. The judge knows only
what the sender sent and was told; [bench/torture](../bench/torture) is all of it.

## Promises that no round shows

| Promise | Test |
| --- | --- |
| The jobs of a killed worker run again, and a live worker's stay its own | \`tasks/worker.test.ts\` |
| A poisonous job or delivery blocks no other and stays visible | \`tasks/worker.test.ts\`, \`app/features/webhooks/apply-failed-delivery.server.test.ts\` |
| A job that runs twice does nothing twice | \`app/features/recordings/fetch-recording-twice.server.test.ts\` |
| Two processes, torn tails, a full disk: the spool keeps what it took | \`app/spool/spool.test.ts\` |
| A dump restores into a working portal | \`scripts/backup.test.ts\` |

## What the figures do not show

A kill is not a power cut: what the kernel had taken survives a kill, so that it also reached the disk is a matter of the
fsync calls in the code and of a disk that honours them. Sender, portal and database share their cores, with
whatever else the machine did, so this is no benchmark: where they are overloaded, deliveries go through the spool. One web process ran; several share one spool folder in the unit tests. Unanswered deliveries are the sender's to
repeat, and Convoso does not: while no web process listens, only a second one behind a load balancer helps.
`;
}
