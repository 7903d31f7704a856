// npm run torture: kills everything under load and counts how each delivery ended; about ten minutes.
// `npm run torture -- short` is what `npm test` runs, `-- attack` the round with the attackers. `-- full 7` takes another seed.
// `npm run torture -- ledger` drops webhooks, kills the worker, and compares the calls with Convoso's log in the end.
// `npm run torture -- balanced` puts HAProxy, which must be installed, before two web processes. A third argument is another
// rate: `-- balanced 1 200` for a slower machine. `-- standby` kills the primary of two servers and promotes the other.

import { buildIfNeeded } from "#scripts/build.ts";
import { describeMachine } from "./describe-machine.ts";
import { hasBalancer } from "./torture/balancer.ts";
import { reportLedger, writeLedgerReport } from "./torture/ledger/report.ts";
import { LEDGER, runLedgerJourney } from "./torture/ledger/run-journey.ts";
import { isPublished, reportTable, writeReport } from "./torture/report.ts";
import { ATTACK, BALANCED, FULL, SHORT, STANDBY } from "./torture/rounds.ts";
import { runTorture } from "./torture/run-torture.ts";

const FORMS: Record<string, typeof FULL> = { attack: ATTACK, balanced: BALANCED, short: SHORT, standby: STANDBY };
const [form = "full", seed = "1", rate] = process.argv.slice(2);
process.on("disconnect", () => process.exit(1));
if (form === "balanced" && !hasBalancer()) {
  console.error("HAProxy is not installed: apt-get install haproxy");
  process.exit(1);
}
await buildIfNeeded();
if (form === "ledger") {
  const journey = await runLedgerJourney(LEDGER, { seed: Number(seed), tell: (line) => console.log(line) });
  console.log(`\n${describeMachine()}\n\n${reportLedger(journey)}`);
  writeLedgerReport(journey);
  process.exit(journey.differing.length + journey.lost + journey.fixedTwice === 0 ? 0 : 1);
}
const rounds = (FORMS[form] ?? FULL).map((round) => (rate ? { ...round, rate: Number(rate) } : round));
const result = await runTorture(rounds, {
  seed: Number(seed),
  tell: (line) => console.log(line),
  patienceSeconds: 240,
  form: form === "balanced" || form === "standby" ? form : "alone",
});
console.log(`\n${describeMachine()}\n\n${reportTable(result, form === "balanced")}`);
if (isPublished(form)) writeReport(result, form);
const isClean = result.rounds.every(({ lost, duplicated }) => lost + duplicated === 0);
process.exit(isClean && result.recordings.wrong === 0 ? 0 : 1);
